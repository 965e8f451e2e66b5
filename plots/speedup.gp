# What more workers bring. Given: title, subtitle, categories, points, repeats, min_workers, max_workers, has_target, curves, label[]; data in speedup.dat, an
# index a curve: x, then mean and half-width of speed-up, efficiency, time-to-target speed-up, hardware efficiency (how many times less time an
# update takes) and statistical efficiency (how many times fewer updates lead to the target).
if (!exists('output')) output = 'speedup.svg'
panel_rows = has_target ? 2 : 1
foot = categories ? 120.0 : 78.0
# More curves than a panel has room to name are named above the panels, in three columns.
many = !categories && curves > 7
key_rows = int (ceil ((curves + 1) / 3.0))
head = 92 + (many ? 14 + 18 * key_rows : 0)
height = head + panel_rows * (250 + foot)
set terminal svg size 1000,height font 'Helvetica,12' noenhanced background 'white'
set output output
set datafile missing '?'

panel = 250.0 / height
left(c) = c == 1 ? 0.062 : 0.56
top_of(r) = 1 - (head + (r - 1) * (250 + foot)) / height
wide = !categories && max_workers >= 16 * min_workers
curve_style = categories ? 'points' : 'linespoints'
x_name = categories ? '' : 'workers'

set multiplot
set label 1 title at screen 0.015, screen 1 - 20.0 / height font 'Helvetica,15' textcolor rgb colour_text noenhanced
set label 2 subtitle at screen 0.015, screen 1 - 40.0 / height textcolor rgb colour_quiet noenhanced
set xlabel x_name offset 0,0.3 textcolor rgb colour_text
if (categories) {
  set xtics rotate by -30
  set xrange [-0.5:points - 0.5]
} else {
  set xrange [wide ? min_workers * 0.9 : 0:max_workers * 1.05]
  if (wide) { set logscale x 2 }
}
set key top left reverse Left samplen 2 width 1 noenhanced
if (many) { set key at screen 0.05, screen 1 - 54.0 / height vertical maxrows key_rows }
set pointintervalbox 0
thickness = 2
array panel_title[4] = ['speed-up in throughput', 'efficiency (%)', 'speed-up in time to the target, against the smallest point', 'its factors: hardware (' . (categories ? 'filled' : 'solid') . ') and statistical (' . (categories ? 'hollow' : 'dotted') . ') efficiency']
array first_column[4] = [2, 4, 6, 8]

do for [p = 1:2 * panel_rows] {
  row = (p + 1) / 2
  side = p % 2 ? 1 : 2
  set lmargin at screen left(side)
  set rmargin at screen left(side) + 0.425
  set tmargin at screen top_of(row)
  set bmargin at screen top_of(row) - panel
  set label 3 panel_title[p] at graph 0, graph 1.05 textcolor rgb colour_text noenhanced
  ideal = !categories && p % 2 == 1
  full = p == 2
  scale = p == 2 ? 100 : 1
  unset logscale y
  set yrange [0:*]
  if (p == 4 || (wide && p != 2)) {
    set logscale y 2
    set yrange [*:*]
  }
  if (p == 1 && !categories) { set key } else { unset key }
  k = first_column[p]
  plot for [i = 1:ideal] ideal ? (p == 1 ? x : x / min_workers) : NaN with lines linecolor rgb colour_quiet dashtype 2 title 'ideal', \
       for [i = 1:full] full ? 100 : NaN with lines linecolor rgb colour_quiet dashtype 2 notitle, \
       for [c = 1:curves] 'speedup.dat' index c - 1 using 1:(column(k) * scale) \
         with @curve_style linecolor rgb series(c) dashtype 1 + (c - 1) / 8 linewidth thickness pointtype 7 pointsize 0.6 title label[c], \
       for [c = 1:(repeats > 1 ? curves : 0)] 'speedup.dat' index c - 1 using 1:((column(k) - column(k + 1)) * scale):(0):(2 * column(k + 1) * scale) \
         with vectors nohead linecolor rgb series(c) linewidth 1 notitle, \
       for [c = 1:(p == 4 ? curves : 0)] 'speedup.dat' index c - 1 using 1:10 \
         with @curve_style linecolor rgb series(c) dashtype 3 linewidth thickness pointtype 6 pointsize 0.7 notitle, \
       for [c = 1:(p == 4 && repeats > 1 ? curves : 0)] 'speedup.dat' index c - 1 using 1:(column(10) - column(11)):(0):(2 * column(11)) \
         with vectors nohead linecolor rgb series(c) linewidth 1 notitle
  unset label 1
  unset label 2
}
unset multiplot
set output
