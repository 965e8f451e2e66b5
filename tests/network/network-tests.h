/* The parts of the test program of src/network/. */
#pragma once

void add_rates_tests (void);
void add_sharing_tests (void);
void add_race_tests (void);
void add_message_tests (void);
void add_link_changes_tests (void);
void add_loss_tests (void);
void add_simgrid_tests (void);
void add_topology_tests (void);
void add_graph_tests (void);
void add_bisection_tests (void);
