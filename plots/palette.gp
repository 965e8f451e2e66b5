# Okabe and Ito's colours, which people with any kind of colour vision tell apart, and what stands for what.
colour_compute    = '#0072B2'
colour_push       = '#E69F00'
colour_pull       = '#009E73'
colour_send       = '#E69F00'
colour_receive    = '#009E73'
colour_wait       = '#E4E4E4'
colour_barrier    = '#C8C8C8'
colour_down       = '#D55E00'
colour_checkpoint = '#F0E442'
colour_apply      = '#CC79A7'
colour_text       = '#222222'
colour_quiet      = '#777777'
colour_grid       = '#E6E6E6'

# For curves, in this order.
array series_colour[8] = ['#0072B2', '#D55E00', '#009E73', '#CC79A7', '#E69F00', '#56B4E9', '#000000', '#999999']
series(i) = series_colour[1 + (i - 1) % 8]
colour(name) = value('colour_' . name)

set encoding utf8
set border 3 linecolor rgb colour_quiet
set tics nomirror textcolor rgb colour_text
set grid back linecolor rgb colour_grid linetype 1 linewidth 0.6

