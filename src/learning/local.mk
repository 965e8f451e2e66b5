liblockstep_a_SOURCES += \
	src/learning/aggregation.c src/learning/aggregation.h \
	src/learning/aggregation_krum.c src/learning/aggregation_median.c src/learning/aggregation_norm_clip.c \
	src/learning/blas.c src/learning/blas.h \
	src/learning/blas_core.c src/learning/blas_core.h \
	src/learning/blobs.c \
	src/learning/cnn.c \
	src/learning/conv.c src/learning/conv.h \
	src/learning/csv.c \
	src/learning/csv_table.c src/learning/csv_table.h \
	src/learning/dataset.c src/learning/dataset.h \
	src/learning/dense.c src/learning/dense.h \
	src/learning/description.c src/learning/description.h \
	src/learning/fashion_mnist.c \
	src/learning/feedforward.c src/learning/feedforward.h \
	src/learning/idx.c src/learning/idx.h \
	src/learning/idx_source.c \
	src/learning/image_set.c src/learning/image_set.h \
	src/learning/init.c src/learning/init.h \
	src/learning/linear.c \
	src/learning/loss.c src/learning/loss.h \
	src/learning/mlp.c \
	src/learning/model.c src/learning/model.h \
	src/learning/optimizer.c src/learning/optimizer.h \
	src/learning/order.c src/learning/order.h \
	src/learning/partition.c src/learning/partition.h \
	src/learning/partition_blocks.c \
	src/learning/partition_classes.c \
	src/learning/partition_dirichlet.c \
	src/learning/partition_iid.c \
	src/learning/partition_quantity.c \
	src/learning/partition_shards.c \
	src/learning/pooling.c src/learning/pooling.h \
	src/learning/regression.c \
	src/learning/settings.c src/learning/settings.h \
	src/learning/sgd.c \
	src/learning/softmax.c \
	src/learning/unfold.c src/learning/unfold.h
