# Whether the tests notice: `make mutants` tries the changes of all lists, `make mutants FOLDER="network sim"` those of some.
MUTANTS_BUILD = $(abs_top_builddir)/mutants
mutants:
	+CC='$(CC)' MAKE='$(MAKE)' $(SHELL) $(srcdir)/tests/mutants/run --build '$(MUTANTS_BUILD)' $(FOLDER)
clean-local-mutants:
	rm -rf '$(MUTANTS_BUILD)'
clean-local: clean-local-mutants
.PHONY: mutants clean-local-mutants

EXTRA_DIST += tests/mutants
