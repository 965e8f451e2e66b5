# Installed below the data directory, subfolders and all, where lockstep finds them by name.
nobase_dist_pkgdata_DATA += \
	scenarios/quickstart.json \
	scenarios/quickstart-offline.json \
	scenarios/faults/crash.json \
	scenarios/faults/lossy.json \
	scenarios/faults/partition.json \
	scenarios/faults/real-stragglers.json \
	scenarios/faults/sign-flippers.json \
	scenarios/faults/slow-racks.json \
	scenarios/labs/asp.json \
	scenarios/labs/bsp.json \
	scenarios/labs/ssp.json \
	scenarios/measured/collectives.json \
	scenarios/protocols/backup.json \
	scenarios/protocols/bounded-delay.json \
	scenarios/protocols/dssp.json \
	scenarios/protocols/local-sgd.json \
	scenarios/protocols/gossip.json \
	scenarios/protocols/fedavg-classes.json \
	scenarios/protocols/fedavg.json \
	scenarios/scaling/claim-100m.json \
	scenarios/scaling/claim-100m-what-if.json \
	scenarios/scaling/goyal.json \
	scenarios/scaling/horovod.json \
	scenarios/scaling/idle.json \
	scenarios/scaling/imagenet-claim.json \
	scenarios/scaling/imagenet-what-if.json \
	scenarios/scaling/resnet50.json \
	scenarios/scaling/speedup.json \
	scenarios/traces/pai-job4.csv
