# Installed below the data directory, where lockstep finds them by name.
nobase_dist_pkgdata_DATA += \
	models/bert-large.json \
	models/gpt2-xl.json \
	models/gpt3-175b.json \
	models/inception-v3.json \
	models/lenet.json \
	models/llama3-405b.json \
	models/llama3-70b.json \
	models/llama3-8b.json \
	models/mlp.json \
	models/resnet101.json \
	models/resnet50.json \
	models/softmax.json \
	models/vgg16.json
EXTRA_DIST += models/README.md
