# Who holds which rows. Given: title, subtitle, workers, classes (0: rows have none), is_map; data in partition.dat: of a map worker, class and
# rows, a blank line after each worker; otherwise worker, rows, and those of each class.
if (!exists('output')) output = 'partition.svg'
height = is_map ? 150 + (classes * 22 > 700 ? 700 : classes * 22 < 120 ? 120 : classes * 22) : 420
set terminal svg size 1000,height font 'Helvetica,12' noenhanced background 'white'
set output output
set label 1 title at screen 0.015, screen 1 - 20.0 / height font 'Helvetica,15' textcolor rgb colour_text noenhanced
set label 2 subtitle at screen 0.015, screen 1 - 40.0 / height textcolor rgb colour_quiet noenhanced
set lmargin at screen 0.075
set tmargin at screen 1 - 62.0 / height
set bmargin at screen 56.0 / height
set xlabel 'worker' offset 0,0.3 textcolor rgb colour_text
set xrange [-0.6:workers - 0.4]
if (workers <= 40) { set xtics 1 }
if (is_map) {
  set rmargin at screen 0.9
  unset grid
  set ylabel 'class' textcolor rgb colour_text
  set yrange [-0.5:classes - 0.5]
  if (classes <= 30) { set ytics 1 }
  set palette defined (0 '#F4F4F4', 0.001 '#DCEAF4', 1 colour_compute)
  set cbrange [0:*]
  set cblabel 'rows' textcolor rgb colour_text
  # As a bitmap, which viewers smooth, only where there are too many cells to draw each.
  if (workers * classes <= 20000) { plot 'partition.dat' using 1:2:3 with image pixels notitle
  } else { plot 'partition.dat' using 1:2:3 with image notitle }
} else {
  shown = classes > 0 ? classes : 1
  set rmargin at screen classes > 0 ? 0.87 : 0.975
  set ylabel 'rows' textcolor rgb colour_text
  set yrange [0:*]
  set style data histograms
  set style histogram rowstacked
  set boxwidth 0.8 relative
  set style fill solid 0.95 border rgb 'white'
  set key at screen 0.885, screen 1 - 62.0 / height left top reverse Left samplen 1 width 0 noenhanced invert
  # Twelve classes at most have a name beside the bars.
  plot for [c = 1:shown] 'partition.dat' using (column(classes > 0 ? 2 + c : 2)) linecolor rgb series(c) fillstyle solid c > 8 ? 0.5 : 0.95 \
         title classes > 0 && classes <= 12 ? 'class ' . (c - 1) : ''
}
