# Where each shell looks for what comes with a program.
bashcompletiondir = $(datadir)/bash-completion/completions
dist_bashcompletion_DATA = completion/lockstep
zshcompletiondir = $(datadir)/zsh/site-functions
dist_zshcompletion_DATA = completion/_lockstep
fishcompletiondir = $(datadir)/fish/vendor_completions.d
dist_fishcompletion_DATA = completion/lockstep.fish
