# What was simulated over what others published. Given: title, rows, label_width, spread; data in published.dat: ratio, row, label, values.
if (!exists('output')) output = 'published.svg'
height = 130 + 22 * rows
set terminal svg size 1000,height font 'Helvetica,12' noenhanced background 'white'
set output output
set datafile missing '?'
left = 40 + 6.4 * label_width
set lmargin at screen (left > 560 ? 560.0 : left) / 1000
set rmargin at screen 0.80
set tmargin at screen 1 - 70.0 / height
set bmargin at screen 50.0 / height
set label 1 title at screen 0.015, screen 1 - 20.0 / height font 'Helvetica,15' textcolor rgb colour_text noenhanced
set label 2 'simulated over published; the line is agreement' at screen 0.015, screen 1 - 40.0 / height textcolor rgb colour_quiet noenhanced
set label 3 'simulated | published' at screen 0.815, screen 1 - 58.0 / height textcolor rgb colour_quiet noenhanced
unset key
set border 1
set xrange [1 - 1.15 * spread:1 + 1.15 * spread]
set yrange [rows - 0.5:-0.5]
set y2range [rows - 0.5:-0.5]
set ytics scale 0
set y2tics scale 0
power = 10 ** floor(log10(spread))
set xtics scale 0.6 spread / power >= 5 ? 5 * power : spread / power >= 2 ? 2 * power : power
set grid noytics xtics
set arrow 1 from 1, graph 0 to 1, graph 1 nohead linecolor rgb colour_quiet linewidth 1.5
plot 'published.dat' using (1):2:($1 - 1):(0) with vectors nohead linecolor rgb '#B0B0B0' linewidth 2, \
     'published.dat' using 1:2:ytic(3):y2tic(4) with points pointtype 7 pointsize 0.9 linecolor rgb colour_compute
