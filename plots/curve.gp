# Loss and accuracy against simulated time (left) and against updates (right). Given: title, subtitle, points, has_train, has_test, has_accuracy, has_batch,
# has_target_accuracy, target_accuracy, has_target_loss, target_loss, unit, unit_per_s; data in curve.dat: time_s updates batch_loss train_loss test_loss test_accuracy.
if (!exists('output')) output = 'curve.svg'
height = has_accuracy ? 560 : 340
set terminal svg size 1000,height font 'Helvetica,12' noenhanced background 'white'
set output output
set datafile missing '?'

column_count = 2
panels = has_accuracy ? 2 : 1
top = 1 - 74.0 / height
bottom = 56.0 / height
gap = 26.0 / height
panel = (top - bottom - gap * (panels - 1)) / panels
left(c) = c == 1 ? 0.078 : 0.565
set style line 1 linecolor rgb colour_quiet linewidth 1
set style line 2 linecolor rgb series(1) linewidth 2 pointtype 7 pointsize 0.35
set style line 3 linecolor rgb series(2) linewidth 2 pointtype 7 pointsize 0.35
curve_style = points <= 60 ? "linespoints" : "lines"

set multiplot
set label 1 title at screen 0.015, screen 1 - 20.0 / height font 'Helvetica,15' textcolor rgb colour_text noenhanced
set label 2 subtitle at screen 0.015, screen 1 - 40.0 / height textcolor rgb colour_quiet noenhanced
set key noenhanced samplen 2
do for [c = 1:column_count] {
  set lmargin at screen left(c)
  set rmargin at screen left(c) + 0.415
  factor = c == 1 ? unit_per_s : 1
  name = c == 1 ? 'simulated time (' . unit . ')' : 'updates'
  if (has_accuracy) {
    set tmargin at screen top
    set bmargin at screen top - panel
    set format x ''
    unset xlabel
  } else {
    set tmargin at screen top
    set bmargin at screen bottom
    set format x '%g'
    set xlabel name offset 0,0.3 textcolor rgb colour_text
  }
  set xrange [0:*]
  set yrange [0<*:*]
  set format y '%g'
  if (c == 1) { set label 3 'loss' at screen 0.018, screen top - panel / 2 rotate by 90 center textcolor rgb colour_text }
  if (c == 1) { set key top right } else { unset key }
  plot for [i = 1:has_batch] 'curve.dat' using (column(c) * factor):3 with lines linestyle 1 title 'batch', \
       for [i = 1:has_train] 'curve.dat' using (column(c) * factor):4 with @curve_style linestyle 2 title 'train', \
       for [i = 1:has_test] 'curve.dat' using (column(c) * factor):5 with @curve_style linestyle 3 title 'test', \
       for [i = 1:has_target_loss] has_target_loss ? target_loss : NaN with lines linecolor rgb colour_quiet dashtype 2 title 'target'
  unset label 1
  unset label 2
  unset label 3
  if (has_accuracy) {
    set tmargin at screen top - panel - gap
    set bmargin at screen bottom
    set format x '%g'
    set xlabel name offset 0,0.3 textcolor rgb colour_text
    if (c == 1) { set label 3 'test accuracy (%)' at screen 0.018, screen bottom + panel / 2 rotate by 90 center textcolor rgb colour_text }
    if (has_target_accuracy) { set label 4 'target' at graph 0.01, first target_accuracy * 100 offset 0,0.5 font 'Helvetica,10' textcolor rgb colour_quiet }
    unset key
    plot 'curve.dat' using (column(c) * factor):(column(6) * 100) with @curve_style linestyle 3 notitle, \
         for [i = 1:has_target_accuracy] has_target_accuracy ? target_accuracy * 100 : NaN with lines linecolor rgb colour_quiet dashtype 2 notitle
    unset label 4
  }
  unset label 3
}
unset multiplot
set output
