#include "base/error.h"

G_DEFINE_QUARK (lockstep - error - quark, lockstep_error)
