/* The picture of loss and accuracy against simulated time and against updates. */
#pragma once

#include "report/report.h"

/** Whether any evaluation has a loss. */
gboolean curve_picture_applies (const Outcome *outcome);
/** curve.dat: time_s updates batch_loss train_loss test_loss test_accuracy, "?" where absent. (transfer full) */
GString *curve_picture_data (const GArray *evaluations);
/** (transfer full) */
GString *curve_picture_settings (const Report *report);
