liblockstep_a_SOURCES += src/learning/blas.h src/learning/dataset.h src/learning/idx.h src/learning/init.h src/learning/model.h src/learning/optimizer.h src/learning/order.h src/learning/settings.h
