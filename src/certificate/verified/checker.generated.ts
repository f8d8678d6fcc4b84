// @ts-nocheck
// Made from proofs/CertificateChecker.v and proofs/extraction by "npm run verified-checker"; not
// to be edited.

/** SHA-256 of the sources. */
export const SOURCE_HASH = 'bec7dc812aac6edfe1e0e77a1608fa907ef079d58488de04edabaa3533f5751e';

/** What made this program. */
export const TOOLS = 'Coq 8.16.1, OCaml 4.13.1, js_of_ocaml 4.0.0';

/** Runs the program; it hands what it has to the runtime's functions provide_…. */
export function load(jsoo_runtime: object): void {
const globalThis = { jsoo_runtime };
(function(globalThis)
   {"use strict";
    var
     runtime=globalThis.jsoo_runtime,
     _a_=runtime.integer_zero(0),
     _b_=runtime.integer_one(0),
     _E_=[0,0],
     _H_=[0,0,0,[0,0,0]],
     _I_=[1,0,5],
     _J_=[1,0,0],
     _g_=[1,0];
    function _c_(_eC_){var _eD_=_eC_?[0,_c_(_eC_[2])]:_eC_;return _eD_}
    function _d_(_eB_,_eA_){return _eB_?_eA_:_eA_?0:1}
    function _e_(_ex_,_ew_)
     {var _ez_=_ex_,_ey_=_ew_;
      for(;;)
       {if(_ez_){if(_ey_){var _ez_=_ez_[1],_ey_=_ey_[1];continue}return _ey_}
        return _ey_?0:1}}
    function _f_(_ev_)
     {return typeof _ev_ === "number"
              ?_g_
              :0 === _ev_[0]?[1,_f_(_ev_[1])]:[0,_ev_[1]]}
    function _h_(_eq_,_ep_)
     {var _es_=_eq_,_er_=_ep_;
      for(;;)
       if(typeof _es_ === "number")
        {var _et_=typeof _er_ === "number"?1:0,_eu_=_et_?1:_et_;return _eu_}
       else
        {if(0 === _es_[0])
          {if(typeof _er_ !== "number" && 0 === _er_[0])
            {var _es_=_es_[1],_er_=_er_[1];continue}
           return 0}
         if(typeof _er_ !== "number" && 1 === _er_[0])
          {var _es_=_es_[1],_er_=_er_[1];continue}
         return 0}}
    function _i_(_eo_){return runtime.integer_less(_a_,_eo_[3])}
    var _j_=[0,_a_,_a_,_b_],_k_=[0,runtime.integer_negate(_b_),_a_,_b_];
    function _l_(_en_){return runtime.integer_equal(_en_[1],_a_)}
    function _m_(_em_){return runtime.integer_less(_a_,_em_[1])}
    function _n_(_ec_,_eb_)
     {var
       _ed_=runtime.integer_less(_ec_[2],_eb_[2])?_ec_[2]:_eb_[2],
       _ee_=runtime.integer_negate(_ed_),
       _ef_=runtime.integer_add(_ec_[2],_ee_),
       _eg_=runtime.integer_shift(_ec_[1],_ef_),
       _eh_=runtime.integer_add(_eb_[2],_ee_),
       _ei_=runtime.integer_shift(_eb_[1],_eh_);
      if(runtime.integer_equal(_ec_[3],_eb_[3]))
       {var _ej_=_ec_[3];return [0,runtime.integer_add(_eg_,_ei_),_ed_,_ej_]}
      var
       _ek_=runtime.integer_multiply(_ec_[3],_eb_[3]),
       _el_=runtime.integer_multiply(_ei_,_ec_[3]);
      return [0,
              runtime.integer_add(runtime.integer_multiply(_eg_,_eb_[3]),_el_),
              _ed_,
              _ek_]}
    function _o_(_d__,_d9_)
     {if(_l_(_d__))return _j_;
      if(_l_(_d9_))return _j_;
      var
       _d$_=runtime.integer_multiply(_d__[3],_d9_[3]),
       _ea_=runtime.integer_add(_d__[2],_d9_[2]);
      return [0,runtime.integer_multiply(_d__[1],_d9_[1]),_ea_,_d$_]}
    function _p_(_d8_,_d7_){return _n_(_d8_,_o_(_k_,_d7_))}
    function _q_(_d6_,_d5_){return _l_(_p_(_d6_,_d5_))}
    function _r_(_d4_,_d3_){return _m_(_p_(_d3_,_d4_))}
    function _s_(_d1_){var _d2_=_i_(_d1_[1]);return _d2_?_i_(_d1_[2]):_d2_}
    function _t_(_dX_,_dW_,_dV_)
     {var
       _dY_=_o_(_dW_,_dV_[2]),
       _dZ_=_n_(_dX_[2],_dY_),
       _d0_=_o_(_dW_,_dV_[1]);
      return [0,_n_(_dX_[1],_d0_),_dZ_]}
    function _u_(_dU_){return [0,_dU_,_j_]}
    function _v_(_dT_){return _l_(_dT_[2])?_m_(_dT_[1]):_m_(_dT_[2])}
    function _w_(_dQ_,_dP_)
     {var _dS_=_dQ_,_dR_=_dP_;
      for(;;)
       {if(_dR_)
         if(typeof _dS_ === "number")
          return _dR_[2];
         else
          {if(0 === _dS_[0]){var _dS_=_dS_[1],_dR_=_dR_[3];continue}
           var _dS_=_dS_[1],_dR_=_dR_[1];
           continue}
        return _dR_}}
    function _x_(_dJ_,_dI_,_dH_)
     {if(typeof _dJ_ === "number")
       return _dH_?[0,_dH_[1],[0,_dI_],_dH_[3]]:[0,0,[0,_dI_],0];
      else
       {if(0 === _dJ_[0])
         {var _dK_=_dJ_[1];
          if(_dH_)
           {var _dL_=_x_(_dK_,_dI_,_dH_[3]);return [0,_dH_[1],_dH_[2],_dL_]}
          return [0,0,0,_x_(_dK_,_dI_,0)]}
        var _dM_=_dJ_[1];
        if(_dH_)
         {var _dN_=_dH_[3],_dO_=_dH_[2];
          return [0,_x_(_dM_,_dI_,_dH_[1]),_dO_,_dN_]}
        return [0,_x_(_dM_,_dI_,0),0,0]}}
    function _y_(_dz_,_dy_,_dx_)
     {if(_l_(_dy_[2]))
       {var _dA_=_dx_[2],_dB_=_l_(_dy_[1])?1:_dx_[1];return [0,[0,_dB_,_dA_]]}
      var _dC_=_o_(_dy_[2],_dz_),_dD_=_n_(_dy_[1],_dC_);
      if(_l_(_dD_))return [0,[0,_dx_[1],1]];
      var _dE_=_m_(_dy_[2]),_dF_=_d_(_m_(_dD_),_dE_),_dG_=_dF_?[0,_dx_]:_dF_;
      return _dG_}
    function _z_(_dv_,_du_)
     {var _dw_=_dv_[2];return [0,_p_(_dv_[1],_du_),_dw_]}
    function _A_(_ds_,_dr_)
     {var _dt_=_o_(_ds_[2],_dr_);return _n_(_ds_[1],_dt_)}
    function _B_(_dp_){var _dq_=_i_(_dp_[1]);return _dq_?_i_(_dp_[2]):_dq_}
    function _C_(_cB_,_cA_,_cz_,_cy_)
     {var _cE_=_cA_,_cD_=_cz_,_cC_=_cy_;
      for(;;)
       {if(_cE_)
         {if(_cD_)
           {var
             _cF_=_cD_[1],
             _cG_=_cE_[1],
             _cH_=_cC_[3],
             _cI_=_cF_[1],
             _cJ_=_cC_[2],
             _cK_=_cC_[1];
            switch(_cG_[0])
             {case 0:
               var _cL_=_cG_[3],_cM_=_cG_[2];
               if(typeof _cI_ === "number")
                if(_i_(_cM_))
                 {var _bP_=_cL_,_bO_=_u_(_cM_);
                  for(;;)
                   {if(_bP_)
                     {var _bQ_=_bP_[1],_bR_=_bQ_[1],_bS_=_i_(_bR_);
                      if(_bS_)
                       {var _bT_=_w_(_bQ_[2],_cK_);
                        if(_bT_)
                         {var
                           _bU_=_l_(_bR_)?_bO_:_t_(_bO_,_bR_,_bT_[1][1]),
                           _bP_=_bP_[2],
                           _bO_=_bU_;
                          continue}
                        var _bV_=_bT_}
                      else
                       var _bV_=_bS_;
                      var _cN_=_bV_}
                    else
                     var _cN_=[0,_bO_];
                    if(_cN_)
                     {var _cO_=_cG_[1];
                      if(_cO_)
                       if(_cL_)
                        if(_cL_[2])
                         var _cP_=0;
                        else
                         var
                          _c0_=_w_(_cL_[1][2],_cK_),
                          _c1_=_c0_?_c0_[1][2]:_c0_,
                          _cP_=_c1_;
                       else
                        var _cP_=1;
                      else
                       var _cP_=_cO_;
                      var _cQ_=[0,[0,[0,_cN_[1],_cP_],_cH_]]}
                    else
                     var _cQ_=[1,_cJ_,1];
                    var _cR_=_cQ_;
                    break}}
                else
                 var _cR_=[1,_cJ_,1];
               else
                var _cR_=[1,_cJ_,2];
               var _cS_=_cR_;
               break;
              case 1:
               var _c2_=_cG_[2];
               if(_c2_)
                {var _c3_=_c2_[2],_c4_=_c2_[1],_c5_=_cG_[1],switch$0=0;
                 if(typeof _cI_ !== "number" && 0 === _cI_[0])
                  {var _c8_=_w_(_cG_[3],_cK_);
                   if(_c8_)
                    {var _c9_=_c8_[1][1],_b1_=_c5_,_b0_=_c4_,_bZ_=_c3_;
                     for(;;)
                      {var _b2_=_B_(_b0_),switch$1=0;
                       if(_b2_)
                        if(_b1_)
                         {if(_bZ_)
                           {var _b3_=_bZ_[1],_b4_=_b1_[2],_b5_=_b1_[1],_b6_=_i_(_b5_);
                            if(_b6_)
                             {var _b7_=_B_(_b3_);
                              if(_b7_)
                               {var _b8_=_A_(_b3_,_b5_),_b9_=_q_(_A_(_b0_,_b5_),_b8_);
                                if(_b9_)
                                 {if(_b4_)
                                   var
                                    _b__=_b4_[1],
                                    _b$_=_i_(_b__),
                                    _ca_=_b$_?_r_(_b5_,_b__):_b$_,
                                    _cb_=_ca_;
                                  else
                                   var _cb_=1;
                                  if(_cb_){var _b1_=_b4_,_b0_=_b3_,_bZ_=_bZ_[2];continue}
                                  var _cc_=_cb_}
                                else
                                 var _cc_=_b9_}
                              else
                               var _cc_=_b7_}
                            else
                             var _cc_=_b6_;
                            var _cd_=_cc_}
                          else
                           var _cd_=_bZ_;
                          var _c__=_cd_}
                        else
                         if(_bZ_)var _c__=0;else{var _ce_=1;switch$1 = 1}
                       else
                        {var _ce_=_b2_;switch$1 = 1}
                       if(switch$1)var _c__=_ce_;
                       if(_c__)
                        {var _ci_=_c5_,_ch_=_c4_,_cg_=_c3_,_cf_=0;
                         for(;;)
                          {if(_ci_ && _cg_ && _v_(_z_(_c9_,_ci_[1])))
                            {var _ci_=_ci_[2],_ch_=_cg_[1],_cg_=_cg_[2],_cf_=[0,_cf_];
                             continue}
                           if(_e_(_cf_,_cI_[1]))
                            {var _bX_=_c5_,_bW_=_cH_;
                             for(;;)
                              {if(_bX_)
                                {var _bY_=_y_(_cB_,_z_(_c9_,_bX_[1]),_bW_);
                                 if(_bY_){var _bX_=_bX_[2],_bW_=_bY_[1];continue}
                                 var _c$_=_bY_}
                               else
                                var _c$_=[0,_bW_];
                               if(_c$_)
                                var
                                 _da_=_c$_[1],
                                 _db_=_l_(_ch_[2]),
                                 _dc_=_ch_[2],
                                 _dd_=[0,[0,[0,_t_(_u_(_ch_[1]),_dc_,_c9_),_db_],_da_]];
                               else
                                var _dd_=[1,_cJ_,5];
                               var _de_=_dd_;
                               break}}
                           else
                            var _de_=[1,_cJ_,2];
                           var _df_=_de_;
                           break}}
                       else
                        var _df_=[1,_cJ_,1];
                       var _dg_=_df_;
                       break}}
                   else
                    var _dg_=[1,_cJ_,1];
                   var _c6_=_dg_;
                   switch$0 = 1}
                 if(! switch$0)var _c6_=[1,_cJ_,2];
                 var _c7_=_c6_}
               else
                var _c7_=[1,_cJ_,2];
               var _cS_=_c7_;
               break;
              default:
               var switch$2=0;
               if(typeof _cI_ === "number" || ! (1 === _cI_[0]))
                switch$2 = 1;
               else
                {var _dh_=_cI_[1],_di_=_w_(_dh_,_cK_);
                 if(_di_)
                  {var
                    _dj_=_di_[1],
                    _dk_=_dj_[1],
                    _dl_=_dj_[2],
                    _cl_=_cG_[1],
                    _ck_=0,
                    _cj_=_cH_;
                   for(;;)
                    {if(_cl_)
                      {var _cm_=_cl_[2],_cn_=_cl_[1];
                       if(_h_(_cn_,_dh_)){var _cl_=_cm_,_ck_=1;continue}
                       var _co_=_w_(_cn_,_cK_);
                       if(_co_)
                        {var _cp_=_co_[1],_cq_=_t_(_dk_,_k_,_cp_[1]);
                         if(_v_(_cq_))
                          var _cr_=1;
                         else
                          if(_ck_)
                           var _cw_=_l_(_cq_[2]),_cr_=_cw_?_l_(_cq_[1]):_cw_;
                          else
                           var _cr_=_ck_;
                         if(_cr_)
                          {var _cs_=_dl_?_cp_[2]:_dl_;
                           if(_cs_){var _cl_=_cm_;continue}
                           var _ct_=_y_(_cB_,_cq_,_cj_);
                           if(_ct_){var _cl_=_cm_,_cj_=_ct_[1];continue}
                           var _cu_=_ct_}
                         else
                          var _cu_=_cr_;
                         var _cv_=_cu_}
                       else
                        var _cv_=_co_;
                       var _dm_=_cv_}
                     else
                      var _cx_=_ck_?[0,_cj_]:_ck_,_dm_=_cx_;
                     var
                      _dn_=_dm_?[0,[0,[0,_dk_,0],_dm_[1]]]:[1,_cJ_,2],
                      _do_=_dn_;
                     break}}
                 else
                  var _do_=[1,_cJ_,2];
                 var _cS_=_do_}
               if(switch$2)var _cS_=[1,_cJ_,2]}
            if(0 === _cS_[0])
             {var _cT_=_cS_[1],_cU_=_cT_[1],_cV_=_cU_[1];
              if(_s_(_cF_[2]) && _q_(_cV_[1],_cF_[2][1]))
               if(_q_(_cV_[2],_cF_[2][2]))
                var
                 _cW_=_cT_[2],
                 _cX_=_f_(_cC_[2]),
                 _cY_=[0,[0,_x_(_cC_[2],[0,_cV_,_cU_[2]],_cC_[1]),_cX_,_cW_]];
               else
                var _cY_=[1,_cC_[2],4];
              else
               var _cY_=[1,_cC_[2],3];
              var _cZ_=_cY_}
            else
             var _cZ_=[1,_cS_[1],_cS_[2]];
            if(0 === _cZ_[0])
             {var _cE_=_cE_[2],_cD_=_cD_[2],_cC_=_cZ_[1];continue}
            return [1,_cZ_[1],_cZ_[2]]}
          return [1,_cC_[2],9]}
        return _cD_?[1,_cC_[2],9]:[0,_cC_]}}
    function _D_(_bJ_,_bI_)
     {if(_bI_)
       {var _bK_=_w_(_bI_[1],_bJ_);
        if(_bK_)
         var
          _bL_=_D_(_bJ_,_bI_[2]),
          _bM_=_bL_?[0,[0,_bK_[1][1],_bL_[1]]]:_bL_,
          _bN_=_bM_;
        else
         var _bN_=_bK_;
        return _bN_}
      return _E_}
    function _F_(_bC_,_bB_,_bA_)
     {var _bE_=_bB_,_bD_=_bA_;
      a:
      for(;;)
       {if(_bE_)
         {var _bF_=_bE_[2],_bz_=_bC_,_bG_=_bE_[1][2];
          for(;;)
           {if(_bz_)
             {if(! _r_(_bG_,_bz_[1][2])){var _bz_=_bz_[2];continue}var _bH_=0}
            else
             var _bH_=1;
            if(_bH_)return [0,_bD_,_F_(_bC_,_bF_,[0,_bD_])];
            var _bE_=_bF_,_bD_=[0,_bD_];
            continue a}}
        return _bE_}}
    function _G_(_ba_,_a$_)
     {var _a9_=_a$_[2];
      for(;;)
       {if(_a9_)
         {if(_l_(_a9_[1])){var _a9_=_a9_[2];continue}var _a__=1}
        else
         var _a__=_a9_;
        if(_a__)
         {if(_i_(_a$_[3]))
           {var _aM_=_a$_[1],_aL_=_a$_[2],_aK_=_H_;
            for(;;)
             {if(_aM_)
               if(_aL_)
                {var _aN_=_aL_[1],_aO_=_aM_[1];
                 if(_s_([0,_aO_,_aN_]))
                  {var
                    _aP_=_aK_[3],
                    _aQ_=_f_(_aK_[2]),
                    _aR_=[0,_x_(_aK_[2],[0,[0,_aO_,_aN_],0],_aK_[1]),_aQ_,_aP_],
                    _aM_=_aM_[2],
                    _aL_=_aL_[2],
                    _aK_=_aR_;
                   continue}
                 var _bb_=[1,_aK_[2],0]}
               else
                var _bb_=[1,_aK_[2],0];
              else
               var _bb_=_aL_?[1,_aK_[2],0]:[0,_aK_];
              if(0 === _bb_[0])
               {var _bc_=_bb_[1];
                if(_h_(_bc_[2],_ba_[1]))
                 {var _bd_=_C_(_a$_[3],_ba_[2],_a$_[7],_bc_);
                  if(0 === _bd_[0])
                   {var _be_=_bd_[1],_bf_=_D_(_be_[1],_ba_[3]);
                    if(_bf_)
                     {var
                       _bg_=_bf_[1],
                       _bh_=_be_[3],
                       _bi_=_be_[2],
                       _bj_=_a$_[3],
                       _bk_=_F_(_bg_,_bg_,0);
                      if(_l_(_bj_))
                       var _bl_=1;
                      else
                       var _by_=_m_(_bj_),_bl_=_by_?_bh_[2]:_by_;
                      if(_bl_)
                       {if(_d_(_bh_[1],_a$_[6]))
                         {var _aT_=_bk_,_aS_=_a$_[5];
                          for(;;)
                           {if(_aT_)
                             {if(_aS_)
                               {var _aU_=_e_(_aT_[1],_aS_[1]);
                                if(_aU_){var _aT_=_aT_[2],_aS_=_aS_[2];continue}
                                var _aV_=_aU_}
                              else
                               var _aV_=_aS_;
                              var _bm_=_aV_}
                            else
                             var _bm_=_aS_?0:1;
                            if(_bm_)
                             {var _bn_=_a$_[4],_bo_=_c_(_bg_);
                              if(_bk_)
                               var _bp_=_bk_[2],_bq_=_bp_?_e_(_c_(_bk_),_bo_)?2:1:_bp_;
                              else
                               var _bq_=_e_(_c_(_bk_),_bo_)?2:1;
                              switch(_bq_)
                               {case 0:var _br_=_bn_?0:1;break;
                                case 1:var _br_=1 === _bn_?1:0;break;
                                default:var _bx_=2 <= _bn_?1:0,_br_=_bx_?1:_bx_}
                              if(_br_)
                               {if(_bk_)
                                 if(_bk_[2])
                                  var _bs_=0;
                                 else
                                  {var _bt_=_bk_[1],_aI_=_bg_,_aH_=_bt_;
                                   for(;;)
                                    {if(_aH_)
                                      {if(_aI_){var _aI_=_aI_[2],_aH_=_aH_[1];continue}
                                       var _bu_=_aI_}
                                     else
                                      var _aJ_=_aI_?[0,_aI_[1]]:_aI_,_bu_=_aJ_;
                                     if(_bu_)
                                      {var _bv_=_bu_[1],_aY_=_bg_,_aX_=0,_aW_=0;
                                       for(;;)
                                        {if(_aY_)
                                          {var _aZ_=_aY_[2],_a0_=_aY_[1];
                                           if(_e_(_aX_,_bt_)){var _aY_=_aZ_,_aX_=[0,_aX_];continue}
                                           var _a1_=_p_(_bv_[2],_a0_[2]),_a2_=_p_(_a0_[1],_bv_[1]);
                                           if(_aW_)
                                            var
                                             _a3_=_aW_[1],
                                             _a4_=_a3_[2],
                                             _a5_=_a3_[1],
                                             _a6_=_r_(_a4_,_a2_)?_a2_:_a4_,
                                             _a7_=_r_(_a1_,_a5_)?_a1_:_a5_,
                                             _a8_=[0,[0,_a7_,_a6_]];
                                           else
                                            var _a8_=[0,[0,_a1_,_a2_]];
                                           var _aY_=_aZ_,_aX_=[0,_aX_],_aW_=_a8_;
                                           continue}
                                         var _bw_=_aW_;
                                         break}}
                                     else
                                      var _bw_=_bu_;
                                     var _bs_=_bw_;
                                     break}}
                                else
                                 var _bs_=_bk_;
                                return [0,_bs_]}
                              return [1,_bi_,8]}
                            return [1,_bi_,7]}}
                        return [1,_bi_,6]}
                      return [1,_bi_,5]}
                    return [1,_be_[2],1]}
                  return [1,_bd_[1],_bd_[2]]}
                return [1,_bc_[2],0]}
              return [1,_bb_[1],_bb_[2]]}}
          return _I_}
        return _J_}}
    function _K_(_aG_)
     {return 1 < _aG_
              ?0 === (_aG_ & 1)
                ?[1,_K_(_aG_ >>> 1 | 0)]
                :[0,_K_(_aG_ >>> 1 | 0)]
              :0}
    function _L_(_aD_)
     {if(typeof _aD_ === "number")
       return 1;
      else
       {if(0 === _aD_[0])
         {var _aE_=_L_(_aD_[1]);return (_aE_ + _aE_ | 0) + 1 | 0}
        var _aF_=_L_(_aD_[1]);
        return _aF_ + _aF_ | 0}}
    runtime.provide_examine(_G_);
    runtime.provide_number
     (function(_aC_,_aB_,_aA_){return [0,_aC_,_aB_,_aA_]});
    runtime.provide_mantissa(function(_az_){return _az_[1]});
    runtime.provide_exponent(function(_ay_){return _ay_[2]});
    runtime.provide_divisor(function(_ax_){return _ax_[3]});
    runtime.provide_empty(0);
    runtime.provide_cons(function(_aw_,_av_){return [0,_aw_,_av_]});
    runtime.provide_term(function(_au_,_at_){return [0,_au_,_at_]});
    runtime.provide_place(_K_);
    runtime.provide_natural
     (function(_as_)
       {var _ar_=_as_,_aq_=0;
        for(;;)
         {if(0 < _ar_){var _ar_=_ar_ - 1 | 0,_aq_=[0,_aq_];continue}
          return _aq_}});
    runtime.provide_piece(function(_ap_,_ao_){return [0,_ap_,_ao_]});
    runtime.provide_combination
     (function(_an_,_am_,_al_){return [0,_an_,_am_,_al_]});
    runtime.provide_pieces
     (function(_ak_,_aj_,_ai_){return [1,_ak_,_aj_,_ai_]});
    runtime.provide_largest(function(_ah_){return [2,_ah_]});
    runtime.provide_network
     (function(_ag_,_af_,_ae_){return [0,_ag_,_af_,_ae_]});
    runtime.provide_no_choice(0);
    runtime.provide_on_piece(function(_ad_){return [0,_ad_]});
    runtime.provide_winner(function(_ac_){return [1,_ac_]});
    runtime.provide_claim
     (function(_ab_,_aa_,_$_){return [0,_ab_,[0,_aa_,_$_]]});
    runtime.provide_saturating(0);
    runtime.provide_tied(1);
    runtime.provide_flat(2);
    runtime.provide_certificate
     (function(___,_Z_,_Y_,_X_,_W_,_V_,_U_)
       {return [0,___,_Z_,_Y_,_X_,_W_,_V_,_U_]});
    runtime.provide_is_accepted(function(_T_){return 0 === _T_[0]?1:0});
    runtime.provide_has_margin
     (function(_S_){if(0 === _S_[0] && _S_[1])return 1;return 0});
    runtime.provide_gap
     (function(_Q_)
       {if(0 === _Q_[0]){var _R_=_Q_[1];if(_R_)return _R_[1][1]}return _j_});
    runtime.provide_lead
     (function(_O_)
       {if(0 === _O_[0]){var _P_=_O_[1];if(_P_)return _P_[1][2]}return _j_});
    runtime.provide_complaint
     (function(_N_)
       {if(0 === _N_[0])return -1;
        switch(_N_[2])
         {case 0:return 0;
          case 1:return 1;
          case 2:return 2;
          case 3:return 3;
          case 4:return 4;
          case 5:return 5;
          case 6:return 6;
          case 7:return 7;
          case 8:return 8;
          default:return 9}});
    runtime.provide_refused_at
     (function(_M_){return 0 === _M_[0]?0:_L_(_M_[1])});
    var Verified=[0];
    runtime.caml_register_global(8,Verified,"Verified");
    return}
  (globalThis));
}
