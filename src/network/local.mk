liblockstep_a_SOURCES += \
	src/network/bisection.c src/network/bisection.h \
	src/network/bisection_tree.c src/network/bisection_tree.h \
	src/network/channel_table.c src/network/channel_table.h \
	src/network/claims.c src/network/claims.h \
	src/network/fabric.c src/network/fabric.h \
	src/network/fair.c src/network/fair_state.h \
	src/network/fair_judge.c \
	src/network/fair_members.c \
	src/network/fair_reference.c \
	src/network/fair_settle.c \
	src/network/fat_tree.c \
	src/network/fifo.c \
	src/network/fifo_line.c src/network/fifo_line.h \
	src/network/fifo_reference.c \
	src/network/flow_group.c src/network/flow_group.h \
	src/network/flow_table.c src/network/flow_table.h \
	src/network/full_mesh.c \
	src/network/graph.c \
	src/network/graph_hosts.c src/network/graph_hosts.h \
	src/network/graph_pairs.c src/network/graph_pairs.h \
	src/network/graph_text.c src/network/graph_text.h \
	src/network/graphml.c \
	src/network/hypercube.c \
	src/network/ideal.c \
	src/network/islands.c \
	src/network/level_code.h \
	src/network/link_changes.c src/network/link_changes.h \
	src/network/link_files.c \
	src/network/link_names.c src/network/link_names.h \
	src/network/link_player.c \
	src/network/link_script.c src/network/link_script.h src/network/link_script_state.h \
	src/network/lossy.c \
	src/network/message.c src/network/message.h \
	src/network/minimum_cut.c src/network/minimum_cut.h \
	src/network/network.c src/network/network.h \
	src/network/network_state.h \
	src/network/own_rates.c src/network/own_rates.h \
	src/network/progress.c src/network/progress.h \
	src/network/racks.c \
	src/network/reckoned.c \
	src/network/ring.c \
	src/network/route_set.c src/network/route_set.h \
	src/network/settings.c src/network/settings.h \
	src/network/sharing.c src/network/sharing.h \
	src/network/shortest_paths.c src/network/shortest_paths.h \
	src/network/star.c \
	src/network/topology.c src/network/topology.h \
	src/network/topology_facts.c src/network/topology_facts.h \
	src/network/torus.c \
	src/network/wan.c
