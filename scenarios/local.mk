# Installed below the data directory, subfolders and all, where lockstep finds them by name.
nobase_dist_pkgdata_DATA += scenarios/quickstart.json
