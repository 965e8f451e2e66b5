# Whether the tests notice: `make mutants` tries the changes of all lists, `make mutants FOLDER="network sim"` those of some.
mutants: all
	+MAKE='$(MAKE)' $(SHELL) $(srcdir)/tests/mutants/run '$(abs_top_builddir)' $(FOLDER)
clean-local-mutants:
	rm -rf mutants
clean-local: clean-local-mutants
.PHONY: mutants clean-local-mutants

EXTRA_DIST += tests/mutants
