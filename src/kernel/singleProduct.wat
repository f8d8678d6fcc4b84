;; Products of two matrices, float32, four lanes at a time.
;;
;; The second matrix lies in panels of eight columns: panel p holds, row by row, the eight numbers of
;; columns 8p … 8p + 7 (0 beyond the last), 32 bytes a row. Of the first, number k of row i lies at
;; a + i·aRow + k·aStep, so that it may be transposed.
;;
;; Every output is a sum of sums: of 48 products at a time, in the order of k, each such sum started at
;; 0 and added to what there is. Lanes never mix, and each product and each sum is rounded once. These
;; are the bits of TensorFlow.js's own product of matrices that are transposed or many.
;;
;; All addresses are in bytes.
(module
  (import "kernel" "memory" (memory 1))

  ;; out = first · second, for a number of rows that is a multiple of four.
  (func (export "blockedProduct")
    (param $a i32) (param $aRow i32) (param $aStep i32) (param $rows i32) (param $depth i32)
    (param $panels i32) (param $count i32) (param $out i32) (param $outRow i32)
    (local $i i32) (local $left i32) (local $block i32)
    (local $place i32) (local $b i32) (local $c v128) (local $d v128) (local $x v128)
    (local $a0 i32) (local $o0 i32)
    (local $a1 i32) (local $o1 i32)
    (local $a2 i32) (local $o2 i32)
    (local $a3 i32) (local $o3 i32)
    (local $s0 v128) (local $t0 v128) (local $u0 v128) (local $v0 v128)
    (local $s1 v128) (local $t1 v128) (local $u1 v128) (local $v1 v128)
    (local $s2 v128) (local $t2 v128) (local $u2 v128) (local $v2 v128)
    (local $s3 v128) (local $t3 v128) (local $u3 v128) (local $v3 v128)
    (block $done
      (br_if $done (i32.eqz (local.get $rows)))
      (br_if $done (i32.eqz (local.get $depth)))
      (loop $eachPanel
        (br_if $done (i32.eqz (local.get $count)))
        (local.set $i (local.get $rows))
        (local.set $place (local.get $a))
        (local.set $o0 (local.get $out))
        (loop $eachFour
          (local.set $a0 (local.get $place))
          (local.set $a1 (i32.add (local.get $a0) (local.get $aRow)))
          (local.set $a2 (i32.add (local.get $a1) (local.get $aRow)))
          (local.set $a3 (i32.add (local.get $a2) (local.get $aRow)))
          (local.set $place (i32.add (local.get $a3) (local.get $aRow)))
          (local.set $u0 (v128.const i32x4 0 0 0 0))
          (local.set $v0 (v128.const i32x4 0 0 0 0))
          (local.set $u1 (v128.const i32x4 0 0 0 0))
          (local.set $v1 (v128.const i32x4 0 0 0 0))
          (local.set $u2 (v128.const i32x4 0 0 0 0))
          (local.set $v2 (v128.const i32x4 0 0 0 0))
          (local.set $u3 (v128.const i32x4 0 0 0 0))
          (local.set $v3 (v128.const i32x4 0 0 0 0))
          (local.set $b (local.get $panels))
          (local.set $left (local.get $depth))
          (loop $eachBlock
            (local.set $block
              (select (i32.const 48) (local.get $left)
                (i32.gt_u (local.get $left) (i32.const 48))))
            (local.set $left (i32.sub (local.get $left) (local.get $block)))
            (local.set $s0 (v128.const i32x4 0 0 0 0))
            (local.set $t0 (v128.const i32x4 0 0 0 0))
            (local.set $s1 (v128.const i32x4 0 0 0 0))
            (local.set $t1 (v128.const i32x4 0 0 0 0))
            (local.set $s2 (v128.const i32x4 0 0 0 0))
            (local.set $t2 (v128.const i32x4 0 0 0 0))
            (local.set $s3 (v128.const i32x4 0 0 0 0))
            (local.set $t3 (v128.const i32x4 0 0 0 0))
            (loop $eachProduct
              (local.set $c (v128.load offset=0 (local.get $b)))
              (local.set $d (v128.load offset=16 (local.get $b)))
              (local.set $x (v128.load32_splat (local.get $a0)))
              (local.set $s0 (f32x4.add (local.get $s0) (f32x4.mul (local.get $x) (local.get $c))))
              (local.set $t0 (f32x4.add (local.get $t0) (f32x4.mul (local.get $x) (local.get $d))))
              (local.set $a0 (i32.add (local.get $a0) (local.get $aStep)))
              (local.set $x (v128.load32_splat (local.get $a1)))
              (local.set $s1 (f32x4.add (local.get $s1) (f32x4.mul (local.get $x) (local.get $c))))
              (local.set $t1 (f32x4.add (local.get $t1) (f32x4.mul (local.get $x) (local.get $d))))
              (local.set $a1 (i32.add (local.get $a1) (local.get $aStep)))
              (local.set $x (v128.load32_splat (local.get $a2)))
              (local.set $s2 (f32x4.add (local.get $s2) (f32x4.mul (local.get $x) (local.get $c))))
              (local.set $t2 (f32x4.add (local.get $t2) (f32x4.mul (local.get $x) (local.get $d))))
              (local.set $a2 (i32.add (local.get $a2) (local.get $aStep)))
              (local.set $x (v128.load32_splat (local.get $a3)))
              (local.set $s3 (f32x4.add (local.get $s3) (f32x4.mul (local.get $x) (local.get $c))))
              (local.set $t3 (f32x4.add (local.get $t3) (f32x4.mul (local.get $x) (local.get $d))))
              (local.set $a3 (i32.add (local.get $a3) (local.get $aStep)))
              (local.set $b (i32.add (local.get $b) (i32.const 32)))
              (local.set $block (i32.sub (local.get $block) (i32.const 1)))
              (br_if $eachProduct (local.get $block)))
            (local.set $u0 (f32x4.add (local.get $u0) (local.get $s0)))
            (local.set $v0 (f32x4.add (local.get $v0) (local.get $t0)))
            (local.set $u1 (f32x4.add (local.get $u1) (local.get $s1)))
            (local.set $v1 (f32x4.add (local.get $v1) (local.get $t1)))
            (local.set $u2 (f32x4.add (local.get $u2) (local.get $s2)))
            (local.set $v2 (f32x4.add (local.get $v2) (local.get $t2)))
            (local.set $u3 (f32x4.add (local.get $u3) (local.get $s3)))
            (local.set $v3 (f32x4.add (local.get $v3) (local.get $t3)))
            (br_if $eachBlock (local.get $left)))
          (v128.store offset=0 (local.get $o0) (local.get $u0))
          (v128.store offset=16 (local.get $o0) (local.get $v0))
          (local.set $o1 (i32.add (local.get $o0) (local.get $outRow)))
          (v128.store offset=0 (local.get $o1) (local.get $u1))
          (v128.store offset=16 (local.get $o1) (local.get $v1))
          (local.set $o2 (i32.add (local.get $o1) (local.get $outRow)))
          (v128.store offset=0 (local.get $o2) (local.get $u2))
          (v128.store offset=16 (local.get $o2) (local.get $v2))
          (local.set $o3 (i32.add (local.get $o2) (local.get $outRow)))
          (v128.store offset=0 (local.get $o3) (local.get $u3))
          (v128.store offset=16 (local.get $o3) (local.get $v3))
          (local.set $o0 (i32.add (local.get $o3) (local.get $outRow)))
          (local.set $i (i32.sub (local.get $i) (i32.const 4)))
          (br_if $eachFour (local.get $i)))
        (local.set $panels (local.get $b))
        (local.set $out (i32.add (local.get $out) (i32.const 32)))
        (local.set $count (i32.sub (local.get $count) (i32.const 1)))
        (br $eachPanel))))

  ;; The address of the first four numbers at or behind `at`, before `end`, of which one of
  ;; lower − 2·product is not above `most`; `end` if there are none. NaN is not above.
  (func (export "nextNotAbove")
    (param $at i32) (param $end i32) (param $lower i32) (param $most f32) (result i32)
    (local $p v128) (local $bound v128)
    (local.set $bound (f32x4.splat (local.get $most)))
    (block $found
      (loop $eachFour
        (br_if $found (i32.ge_u (local.get $at) (local.get $end)))
        (local.set $p (v128.load (local.get $at)))
        (br_if $found
          (i32.eqz
            (i32x4.all_true
              (f32x4.gt
                (f32x4.sub
                  (v128.load (local.get $lower))
                  (f32x4.add (local.get $p) (local.get $p)))
                (local.get $bound)))))
        (local.set $at (i32.add (local.get $at) (i32.const 16)))
        (local.set $lower (i32.add (local.get $lower) (i32.const 16)))
        (br $eachFour)))
    (local.get $at)))
