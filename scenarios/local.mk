# Installed below the data directory, subfolders and all, where lockstep finds them by name.
nobase_dist_pkgdata_DATA += \
	scenarios/quickstart.json \
	scenarios/quickstart-offline.json \
	scenarios/labs/asp.json \
	scenarios/labs/bsp.json \
	scenarios/labs/ssp.json \
	scenarios/scaling/speedup.json
