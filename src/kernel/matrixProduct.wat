;; Products of a matrix with vectors, float64, two lanes at a time.
;;
;; The matrix lies in panels of eight outputs: panel p holds, column by column, the eight
;; coefficients of outputs 8p … 8p + 7 (0 beyond the last), 64 bytes a column.
;;
;; Every output is one chain of additions that starts at what stands in `out` and goes through the
;; columns in the order of `active`: output = (…((out + w₀x₀) + w₁x₁) + …). Lanes never mix. So a
;; result does not depend on how many vectors are multiplied at once, and plain loops in JavaScript
;; that add in that order give the same bits. WebAssembly has no fused multiply-add here: each product
;; and each sum is rounded once.
;;
;; All addresses are in bytes; `active` lists `count` columns as i32.
(module
  (import "kernel" "memory" (memory 1))

  ;; out += matrix · x for an even number of vectors, two at a time.
  (func (export "products")
    (param $x i32) (param $xStride i32) (param $vectors i32)
    (param $active i32) (param $count i32)
    (param $panel i32) (param $panelBytes i32) (param $panels i32)
    (param $out i32) (param $outStride i32)
    (local $x0 i32) (local $x1 i32) (local $out0 i32) (local $out1 i32)
    (local $left i32) (local $place i32) (local $end i32) (local $column i32) (local $w i32)
    (local $a0 v128) (local $a1 v128) (local $a2 v128) (local $a3 v128)
    (local $b0 v128) (local $b1 v128) (local $b2 v128) (local $b3 v128)
    (local $s v128) (local $t v128) (local $c v128)
    (local.set $end (i32.add (local.get $active) (i32.shl (local.get $count) (i32.const 2))))
    (block $done
      (br_if $done (i32.eqz (local.get $count)))
      (br_if $done (i32.eqz (local.get $vectors)))
      (loop $eachPanel
        (br_if $done (i32.eqz (local.get $panels)))
        (local.set $x0 (local.get $x))
        (local.set $out0 (local.get $out))
        (local.set $left (local.get $vectors))
        (loop $eachPair
          (local.set $x1 (i32.add (local.get $x0) (local.get $xStride)))
          (local.set $out1 (i32.add (local.get $out0) (local.get $outStride)))
          (local.set $a0 (v128.load offset=0 (local.get $out0)))
          (local.set $a1 (v128.load offset=16 (local.get $out0)))
          (local.set $a2 (v128.load offset=32 (local.get $out0)))
          (local.set $a3 (v128.load offset=48 (local.get $out0)))
          (local.set $b0 (v128.load offset=0 (local.get $out1)))
          (local.set $b1 (v128.load offset=16 (local.get $out1)))
          (local.set $b2 (v128.load offset=32 (local.get $out1)))
          (local.set $b3 (v128.load offset=48 (local.get $out1)))
          (local.set $place (local.get $active))
          (loop $eachColumn
            (local.set $column (i32.load (local.get $place)))
            (local.set $w (i32.add (local.get $panel) (i32.shl (local.get $column) (i32.const 6))))
            (local.set $column (i32.shl (local.get $column) (i32.const 3)))
            (local.set $s (v128.load64_splat (i32.add (local.get $x0) (local.get $column))))
            (local.set $t (v128.load64_splat (i32.add (local.get $x1) (local.get $column))))
            (local.set $c (v128.load offset=0 (local.get $w)))
            (local.set $a0 (f64x2.add (local.get $a0) (f64x2.mul (local.get $c) (local.get $s))))
            (local.set $b0 (f64x2.add (local.get $b0) (f64x2.mul (local.get $c) (local.get $t))))
            (local.set $c (v128.load offset=16 (local.get $w)))
            (local.set $a1 (f64x2.add (local.get $a1) (f64x2.mul (local.get $c) (local.get $s))))
            (local.set $b1 (f64x2.add (local.get $b1) (f64x2.mul (local.get $c) (local.get $t))))
            (local.set $c (v128.load offset=32 (local.get $w)))
            (local.set $a2 (f64x2.add (local.get $a2) (f64x2.mul (local.get $c) (local.get $s))))
            (local.set $b2 (f64x2.add (local.get $b2) (f64x2.mul (local.get $c) (local.get $t))))
            (local.set $c (v128.load offset=48 (local.get $w)))
            (local.set $a3 (f64x2.add (local.get $a3) (f64x2.mul (local.get $c) (local.get $s))))
            (local.set $b3 (f64x2.add (local.get $b3) (f64x2.mul (local.get $c) (local.get $t))))
            (local.set $place (i32.add (local.get $place) (i32.const 4)))
            (br_if $eachColumn (i32.lt_u (local.get $place) (local.get $end))))
          (v128.store offset=0 (local.get $out0) (local.get $a0))
          (v128.store offset=16 (local.get $out0) (local.get $a1))
          (v128.store offset=32 (local.get $out0) (local.get $a2))
          (v128.store offset=48 (local.get $out0) (local.get $a3))
          (v128.store offset=0 (local.get $out1) (local.get $b0))
          (v128.store offset=16 (local.get $out1) (local.get $b1))
          (v128.store offset=32 (local.get $out1) (local.get $b2))
          (v128.store offset=48 (local.get $out1) (local.get $b3))
          (local.set $x0 (i32.add (local.get $x1) (local.get $xStride)))
          (local.set $out0 (i32.add (local.get $out1) (local.get $outStride)))
          (local.set $left (i32.sub (local.get $left) (i32.const 2)))
          (br_if $eachPair (local.get $left)))
        (local.set $panel (i32.add (local.get $panel) (local.get $panelBytes)))
        (local.set $out (i32.add (local.get $out) (i32.const 64)))
        (local.set $panels (i32.sub (local.get $panels) (i32.const 1)))
        (br $eachPanel))))

  ;; out = matrix · window for an even number of windows, two at a time: `offsets` lists where in a
  ;; window, counted in bytes from its first entry, the columns of the matrix stand, all of them in
  ;; order. Windows overlap where `xStride` is small. Sums start at 0.
  (func (export "windows")
    (param $x i32) (param $xStride i32) (param $windows i32)
    (param $offsets i32) (param $count i32)
    (param $panel i32) (param $panelBytes i32) (param $panels i32)
    (param $out i32) (param $outStride i32)
    (local $x0 i32) (local $x1 i32) (local $out0 i32) (local $out1 i32)
    (local $left i32) (local $place i32) (local $end i32) (local $offset i32) (local $w i32)
    (local $a0 v128) (local $a1 v128) (local $a2 v128) (local $a3 v128)
    (local $b0 v128) (local $b1 v128) (local $b2 v128) (local $b3 v128)
    (local $s v128) (local $t v128) (local $c v128) (local $zero v128)
    (local.set $end (i32.add (local.get $offsets) (i32.shl (local.get $count) (i32.const 2))))
    (local.set $zero (v128.const f64x2 0 0))
    (block $done
      (br_if $done (i32.eqz (local.get $count)))
      (br_if $done (i32.eqz (local.get $windows)))
      (loop $eachPanel
        (br_if $done (i32.eqz (local.get $panels)))
        (local.set $x0 (local.get $x))
        (local.set $out0 (local.get $out))
        (local.set $left (local.get $windows))
        (loop $eachPair
          (local.set $x1 (i32.add (local.get $x0) (local.get $xStride)))
          (local.set $out1 (i32.add (local.get $out0) (local.get $outStride)))
          (local.set $a0 (local.get $zero))
          (local.set $a1 (local.get $zero))
          (local.set $a2 (local.get $zero))
          (local.set $a3 (local.get $zero))
          (local.set $b0 (local.get $zero))
          (local.set $b1 (local.get $zero))
          (local.set $b2 (local.get $zero))
          (local.set $b3 (local.get $zero))
          (local.set $place (local.get $offsets))
          (local.set $w (local.get $panel))
          (loop $eachColumn
            (local.set $offset (i32.load (local.get $place)))
            (local.set $s (v128.load64_splat (i32.add (local.get $x0) (local.get $offset))))
            (local.set $t (v128.load64_splat (i32.add (local.get $x1) (local.get $offset))))
            (local.set $c (v128.load offset=0 (local.get $w)))
            (local.set $a0 (f64x2.add (local.get $a0) (f64x2.mul (local.get $c) (local.get $s))))
            (local.set $b0 (f64x2.add (local.get $b0) (f64x2.mul (local.get $c) (local.get $t))))
            (local.set $c (v128.load offset=16 (local.get $w)))
            (local.set $a1 (f64x2.add (local.get $a1) (f64x2.mul (local.get $c) (local.get $s))))
            (local.set $b1 (f64x2.add (local.get $b1) (f64x2.mul (local.get $c) (local.get $t))))
            (local.set $c (v128.load offset=32 (local.get $w)))
            (local.set $a2 (f64x2.add (local.get $a2) (f64x2.mul (local.get $c) (local.get $s))))
            (local.set $b2 (f64x2.add (local.get $b2) (f64x2.mul (local.get $c) (local.get $t))))
            (local.set $c (v128.load offset=48 (local.get $w)))
            (local.set $a3 (f64x2.add (local.get $a3) (f64x2.mul (local.get $c) (local.get $s))))
            (local.set $b3 (f64x2.add (local.get $b3) (f64x2.mul (local.get $c) (local.get $t))))
            (local.set $w (i32.add (local.get $w) (i32.const 64)))
            (local.set $place (i32.add (local.get $place) (i32.const 4)))
            (br_if $eachColumn (i32.lt_u (local.get $place) (local.get $end))))
          (v128.store offset=0 (local.get $out0) (local.get $a0))
          (v128.store offset=16 (local.get $out0) (local.get $a1))
          (v128.store offset=32 (local.get $out0) (local.get $a2))
          (v128.store offset=48 (local.get $out0) (local.get $a3))
          (v128.store offset=0 (local.get $out1) (local.get $b0))
          (v128.store offset=16 (local.get $out1) (local.get $b1))
          (v128.store offset=32 (local.get $out1) (local.get $b2))
          (v128.store offset=48 (local.get $out1) (local.get $b3))
          (local.set $x0 (i32.add (local.get $x1) (local.get $xStride)))
          (local.set $out0 (i32.add (local.get $out1) (local.get $outStride)))
          (local.set $left (i32.sub (local.get $left) (i32.const 2)))
          (br_if $eachPair (local.get $left)))
        (local.set $panel (i32.add (local.get $panel) (local.get $panelBytes)))
        (local.set $out (i32.add (local.get $out) (i32.const 64)))
        (local.set $panels (i32.sub (local.get $panels) (i32.const 1)))
        (br $eachPanel))))

  ;; out += matrix · x for one vector.
  (func (export "product")
    (param $x i32) (param $active i32) (param $count i32)
    (param $panel i32) (param $panelBytes i32) (param $panels i32) (param $out i32)
    (local $place i32) (local $end i32) (local $column i32) (local $w i32)
    (local $a0 v128) (local $a1 v128) (local $a2 v128) (local $a3 v128) (local $s v128)
    (local.set $end (i32.add (local.get $active) (i32.shl (local.get $count) (i32.const 2))))
    (block $done
      (br_if $done (i32.eqz (local.get $count)))
      (loop $eachPanel
        (br_if $done (i32.eqz (local.get $panels)))
        (local.set $a0 (v128.load offset=0 (local.get $out)))
        (local.set $a1 (v128.load offset=16 (local.get $out)))
        (local.set $a2 (v128.load offset=32 (local.get $out)))
        (local.set $a3 (v128.load offset=48 (local.get $out)))
        (local.set $place (local.get $active))
        (loop $eachColumn
          (local.set $column (i32.load (local.get $place)))
          (local.set $w (i32.add (local.get $panel) (i32.shl (local.get $column) (i32.const 6))))
          (local.set $s
            (v128.load64_splat
              (i32.add (local.get $x) (i32.shl (local.get $column) (i32.const 3)))))
          (local.set $a0
            (f64x2.add (local.get $a0)
              (f64x2.mul (v128.load offset=0 (local.get $w)) (local.get $s))))
          (local.set $a1
            (f64x2.add (local.get $a1)
              (f64x2.mul (v128.load offset=16 (local.get $w)) (local.get $s))))
          (local.set $a2
            (f64x2.add (local.get $a2)
              (f64x2.mul (v128.load offset=32 (local.get $w)) (local.get $s))))
          (local.set $a3
            (f64x2.add (local.get $a3)
              (f64x2.mul (v128.load offset=48 (local.get $w)) (local.get $s))))
          (local.set $place (i32.add (local.get $place) (i32.const 4)))
          (br_if $eachColumn (i32.lt_u (local.get $place) (local.get $end))))
        (v128.store offset=0 (local.get $out) (local.get $a0))
        (v128.store offset=16 (local.get $out) (local.get $a1))
        (v128.store offset=32 (local.get $out) (local.get $a2))
        (v128.store offset=48 (local.get $out) (local.get $a3))
        (local.set $panel (i32.add (local.get $panel) (local.get $panelBytes)))
        (local.set $out (i32.add (local.get $out) (i32.const 64)))
        (local.set $panels (i32.sub (local.get $panels) (i32.const 1)))
        (br $eachPanel))))

  ;; out += |matrix| · x for one vector: turns bounds on inputs into bounds on outputs.
  (func (export "absoluteProduct")
    (param $x i32) (param $active i32) (param $count i32)
    (param $panel i32) (param $panelBytes i32) (param $panels i32) (param $out i32)
    (local $place i32) (local $end i32) (local $column i32) (local $w i32)
    (local $a0 v128) (local $a1 v128) (local $a2 v128) (local $a3 v128) (local $s v128)
    (local.set $end (i32.add (local.get $active) (i32.shl (local.get $count) (i32.const 2))))
    (block $done
      (br_if $done (i32.eqz (local.get $count)))
      (loop $eachPanel
        (br_if $done (i32.eqz (local.get $panels)))
        (local.set $a0 (v128.load offset=0 (local.get $out)))
        (local.set $a1 (v128.load offset=16 (local.get $out)))
        (local.set $a2 (v128.load offset=32 (local.get $out)))
        (local.set $a3 (v128.load offset=48 (local.get $out)))
        (local.set $place (local.get $active))
        (loop $eachColumn
          (local.set $column (i32.load (local.get $place)))
          (local.set $w (i32.add (local.get $panel) (i32.shl (local.get $column) (i32.const 6))))
          (local.set $s
            (v128.load64_splat
              (i32.add (local.get $x) (i32.shl (local.get $column) (i32.const 3)))))
          (local.set $a0
            (f64x2.add (local.get $a0)
              (f64x2.mul (f64x2.abs (v128.load offset=0 (local.get $w))) (local.get $s))))
          (local.set $a1
            (f64x2.add (local.get $a1)
              (f64x2.mul (f64x2.abs (v128.load offset=16 (local.get $w))) (local.get $s))))
          (local.set $a2
            (f64x2.add (local.get $a2)
              (f64x2.mul (f64x2.abs (v128.load offset=32 (local.get $w))) (local.get $s))))
          (local.set $a3
            (f64x2.add (local.get $a3)
              (f64x2.mul (f64x2.abs (v128.load offset=48 (local.get $w))) (local.get $s))))
          (local.set $place (i32.add (local.get $place) (i32.const 4)))
          (br_if $eachColumn (i32.lt_u (local.get $place) (local.get $end))))
        (v128.store offset=0 (local.get $out) (local.get $a0))
        (v128.store offset=16 (local.get $out) (local.get $a1))
        (v128.store offset=32 (local.get $out) (local.get $a2))
        (v128.store offset=48 (local.get $out) (local.get $a3))
        (local.set $panel (i32.add (local.get $panel) (local.get $panelBytes)))
        (local.set $out (i32.add (local.get $out) (i32.const 64)))
        (local.set $panels (i32.sub (local.get $panels) (i32.const 1)))
        (br $eachPanel)))))
