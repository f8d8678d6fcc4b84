// @ts-nocheck
// Made from proofs/CertificateChecker.v, GuardChecker.v and extraction by "npm run verified-checker"; not
// to be edited.

/** SHA-256 of the sources. */
export const SOURCE_HASH = '94f413561e1e2da778176fc67524879814e504af1647f49137f82d76eae1342b';

/** What made this program. */
export const TOOLS = 'Coq 8.16.1, OCaml 4.13.1, js_of_ocaml 4.0.0';

/** Runs the program; it hands what it has to the runtime's functions provide_…. */
export function load(jsoo_runtime: object): void {
const globalThis = { jsoo_runtime };
(function(globalThis)
   {"use strict";
    var
     runtime=globalThis.jsoo_runtime,
     partial=[0,[0,[0,[0,[0,0]]]]],
     partial$0=[0,[0,[0,[0,[0,[0,[0,[0,[0,[0,[0,partial]]]]]]]]]]],
     _Q_=[0,[0,[0,[0,[0,[0,[0,[0,0]]]]]]]],
     _a_=runtime.integer_zero(0),
     _b_=runtime.integer_one(0),
     _F_=[0,0],
     _U_=[0,2],
     _V_=[0,1],
     _W_=[0,1],
     _X_=[0,1],
     _Y_=[0,0],
     _I_=[0,0,0,[0,0,0]],
     _J_=[1,0,5],
     _K_=[1,0,0],
     _h_=[1,0],
     _P_=[0,[0,[0,[0,[0,[0,[0,[0,[0,[0,[0,partial$0]]]]]]]]]]];
    function _c_(_fX_){return _fX_?0:1}
    function _d_(_fV_){var _fW_=_fV_?[0,_d_(_fV_[2])]:_fV_;return _fW_}
    function _e_(_fU_,_fT_){return _fU_?_fT_:_fT_?0:1}
    function _f_(_fQ_,_fP_)
     {var _fS_=_fQ_,_fR_=_fP_;
      for(;;)
       {if(_fS_){if(_fR_){var _fS_=_fS_[1],_fR_=_fR_[1];continue}return _fR_}
        return _fR_?0:1}}
    function _g_(_fO_)
     {return typeof _fO_ === "number"
              ?_h_
              :0 === _fO_[0]?[1,_g_(_fO_[1])]:[0,_fO_[1]]}
    function _i_(_fJ_,_fI_)
     {var _fL_=_fJ_,_fK_=_fI_;
      for(;;)
       if(typeof _fL_ === "number")
        {var _fM_=typeof _fK_ === "number"?1:0,_fN_=_fM_?1:_fM_;return _fN_}
       else
        {if(0 === _fL_[0])
          {if(typeof _fK_ !== "number" && 0 === _fK_[0])
            {var _fL_=_fL_[1],_fK_=_fK_[1];continue}
           return 0}
         if(typeof _fK_ !== "number" && 1 === _fK_[0])
          {var _fL_=_fL_[1],_fK_=_fK_[1];continue}
         return 0}}
    function _j_(_fH_){return runtime.integer_less(_a_,_fH_[3])}
    var _k_=[0,_a_,_a_,_b_],_l_=[0,runtime.integer_negate(_b_),_a_,_b_];
    function _m_(_fG_){return runtime.integer_equal(_fG_[1],_a_)}
    function _n_(_fF_){return runtime.integer_less(_a_,_fF_[1])}
    function _o_(_fv_,_fu_)
     {var
       _fw_=runtime.integer_less(_fv_[2],_fu_[2])?_fv_[2]:_fu_[2],
       _fx_=runtime.integer_negate(_fw_),
       _fy_=runtime.integer_add(_fv_[2],_fx_),
       _fz_=runtime.integer_shift(_fv_[1],_fy_),
       _fA_=runtime.integer_add(_fu_[2],_fx_),
       _fB_=runtime.integer_shift(_fu_[1],_fA_);
      if(runtime.integer_equal(_fv_[3],_fu_[3]))
       {var _fC_=_fv_[3];return [0,runtime.integer_add(_fz_,_fB_),_fw_,_fC_]}
      var
       _fD_=runtime.integer_multiply(_fv_[3],_fu_[3]),
       _fE_=runtime.integer_multiply(_fB_,_fv_[3]);
      return [0,
              runtime.integer_add(runtime.integer_multiply(_fz_,_fu_[3]),_fE_),
              _fw_,
              _fD_]}
    function _p_(_fr_,_fq_)
     {if(_m_(_fr_))return _k_;
      if(_m_(_fq_))return _k_;
      var
       _fs_=runtime.integer_multiply(_fr_[3],_fq_[3]),
       _ft_=runtime.integer_add(_fr_[2],_fq_[2]);
      return [0,runtime.integer_multiply(_fr_[1],_fq_[1]),_ft_,_fs_]}
    function _q_(_fp_,_fo_){return _o_(_fp_,_p_(_l_,_fo_))}
    function _r_(_fn_,_fm_){return _m_(_q_(_fn_,_fm_))}
    function _s_(_fl_,_fk_){return _n_(_q_(_fk_,_fl_))}
    function _t_(_fi_){var _fj_=_j_(_fi_[1]);return _fj_?_j_(_fi_[2]):_fj_}
    function _u_(_fe_,_fd_,_fc_)
     {var
       _ff_=_p_(_fd_,_fc_[2]),
       _fg_=_o_(_fe_[2],_ff_),
       _fh_=_p_(_fd_,_fc_[1]);
      return [0,_o_(_fe_[1],_fh_),_fg_]}
    function _v_(_fb_){return [0,_fb_,_k_]}
    function _w_(_fa_){return _m_(_fa_[2])?_n_(_fa_[1]):_n_(_fa_[2])}
    function _x_(_e9_,_e8_)
     {var _e$_=_e9_,_e__=_e8_;
      for(;;)
       {if(_e__)
         if(typeof _e$_ === "number")
          return _e__[2];
         else
          {if(0 === _e$_[0]){var _e$_=_e$_[1],_e__=_e__[3];continue}
           var _e$_=_e$_[1],_e__=_e__[1];
           continue}
        return _e__}}
    function _y_(_e2_,_e1_,_e0_)
     {if(typeof _e2_ === "number")
       return _e0_?[0,_e0_[1],[0,_e1_],_e0_[3]]:[0,0,[0,_e1_],0];
      else
       {if(0 === _e2_[0])
         {var _e3_=_e2_[1];
          if(_e0_)
           {var _e4_=_y_(_e3_,_e1_,_e0_[3]);return [0,_e0_[1],_e0_[2],_e4_]}
          return [0,0,0,_y_(_e3_,_e1_,0)]}
        var _e5_=_e2_[1];
        if(_e0_)
         {var _e6_=_e0_[3],_e7_=_e0_[2];
          return [0,_y_(_e5_,_e1_,_e0_[1]),_e7_,_e6_]}
        return [0,_y_(_e5_,_e1_,0),0,0]}}
    function _z_(_eS_,_eR_,_eQ_)
     {if(_m_(_eR_[2]))
       {var _eT_=_eQ_[2],_eU_=_m_(_eR_[1])?1:_eQ_[1];return [0,[0,_eU_,_eT_]]}
      var _eV_=_p_(_eR_[2],_eS_),_eW_=_o_(_eR_[1],_eV_);
      if(_m_(_eW_))return [0,[0,_eQ_[1],1]];
      var _eX_=_n_(_eR_[2]),_eY_=_e_(_n_(_eW_),_eX_),_eZ_=_eY_?[0,_eQ_]:_eY_;
      return _eZ_}
    function _A_(_eO_,_eN_)
     {var _eP_=_eO_[2];return [0,_q_(_eO_[1],_eN_),_eP_]}
    function _B_(_eL_,_eK_)
     {var _eM_=_p_(_eL_[2],_eK_);return _o_(_eL_[1],_eM_)}
    function _C_(_eI_){var _eJ_=_j_(_eI_[1]);return _eJ_?_j_(_eI_[2]):_eJ_}
    function _D_(_dU_,_dT_,_dS_,_dR_)
     {var _dX_=_dT_,_dW_=_dS_,_dV_=_dR_;
      for(;;)
       {if(_dX_)
         {if(_dW_)
           {var
             _dY_=_dW_[1],
             _dZ_=_dX_[1],
             _d0_=_dV_[3],
             _d1_=_dY_[1],
             _d2_=_dV_[2],
             _d3_=_dV_[1];
            switch(_dZ_[0])
             {case 0:
               var _d4_=_dZ_[3],_d5_=_dZ_[2];
               if(typeof _d1_ === "number")
                if(_j_(_d5_))
                 {var _c8_=_d4_,_c7_=_v_(_d5_);
                  for(;;)
                   {if(_c8_)
                     {var _c9_=_c8_[1],_c__=_c9_[1],_c$_=_j_(_c__);
                      if(_c$_)
                       {var _da_=_x_(_c9_[2],_d3_);
                        if(_da_)
                         {var
                           _db_=_m_(_c__)?_c7_:_u_(_c7_,_c__,_da_[1][1]),
                           _c8_=_c8_[2],
                           _c7_=_db_;
                          continue}
                        var _dc_=_da_}
                      else
                       var _dc_=_c$_;
                      var _d6_=_dc_}
                    else
                     var _d6_=[0,_c7_];
                    if(_d6_)
                     {var _d7_=_dZ_[1];
                      if(_d7_)
                       if(_d4_)
                        if(_d4_[2])
                         var _d8_=0;
                        else
                         var
                          _eh_=_x_(_d4_[1][2],_d3_),
                          _ei_=_eh_?_eh_[1][2]:_eh_,
                          _d8_=_ei_;
                       else
                        var _d8_=1;
                      else
                       var _d8_=_d7_;
                      var _d9_=[0,[0,[0,_d6_[1],_d8_],_d0_]]}
                    else
                     var _d9_=[1,_d2_,1];
                    var _d__=_d9_;
                    break}}
                else
                 var _d__=[1,_d2_,1];
               else
                var _d__=[1,_d2_,2];
               var _d$_=_d__;
               break;
              case 1:
               var _ej_=_dZ_[2];
               if(_ej_)
                {var _ek_=_ej_[2],_el_=_ej_[1],_em_=_dZ_[1],switch$0=0;
                 if(typeof _d1_ !== "number" && 0 === _d1_[0])
                  {var _ep_=_x_(_dZ_[3],_d3_);
                   if(_ep_)
                    {var _eq_=_ep_[1][1],_di_=_em_,_dh_=_el_,_dg_=_ek_;
                     for(;;)
                      {var _dj_=_C_(_dh_),switch$1=0;
                       if(_dj_)
                        if(_di_)
                         {if(_dg_)
                           {var _dk_=_dg_[1],_dl_=_di_[2],_dm_=_di_[1],_dn_=_j_(_dm_);
                            if(_dn_)
                             {var _do_=_C_(_dk_);
                              if(_do_)
                               {var _dp_=_B_(_dk_,_dm_),_dq_=_r_(_B_(_dh_,_dm_),_dp_);
                                if(_dq_)
                                 {if(_dl_)
                                   var
                                    _dr_=_dl_[1],
                                    _ds_=_j_(_dr_),
                                    _dt_=_ds_?_s_(_dm_,_dr_):_ds_,
                                    _du_=_dt_;
                                  else
                                   var _du_=1;
                                  if(_du_){var _di_=_dl_,_dh_=_dk_,_dg_=_dg_[2];continue}
                                  var _dv_=_du_}
                                else
                                 var _dv_=_dq_}
                              else
                               var _dv_=_do_}
                            else
                             var _dv_=_dn_;
                            var _dw_=_dv_}
                          else
                           var _dw_=_dg_;
                          var _er_=_dw_}
                        else
                         if(_dg_)var _er_=0;else{var _dx_=1;switch$1 = 1}
                       else
                        {var _dx_=_dj_;switch$1 = 1}
                       if(switch$1)var _er_=_dx_;
                       if(_er_)
                        {var _dB_=_em_,_dA_=_el_,_dz_=_ek_,_dy_=0;
                         for(;;)
                          {if(_dB_ && _dz_ && _w_(_A_(_eq_,_dB_[1])))
                            {var _dB_=_dB_[2],_dA_=_dz_[1],_dz_=_dz_[2],_dy_=[0,_dy_];
                             continue}
                           if(_f_(_dy_,_d1_[1]))
                            {var _de_=_em_,_dd_=_d0_;
                             for(;;)
                              {if(_de_)
                                {var _df_=_z_(_dU_,_A_(_eq_,_de_[1]),_dd_);
                                 if(_df_){var _de_=_de_[2],_dd_=_df_[1];continue}
                                 var _es_=_df_}
                               else
                                var _es_=[0,_dd_];
                               if(_es_)
                                var
                                 _et_=_es_[1],
                                 _eu_=_m_(_dA_[2]),
                                 _ev_=_dA_[2],
                                 _ew_=[0,[0,[0,_u_(_v_(_dA_[1]),_ev_,_eq_),_eu_],_et_]];
                               else
                                var _ew_=[1,_d2_,5];
                               var _ex_=_ew_;
                               break}}
                           else
                            var _ex_=[1,_d2_,2];
                           var _ey_=_ex_;
                           break}}
                       else
                        var _ey_=[1,_d2_,1];
                       var _ez_=_ey_;
                       break}}
                   else
                    var _ez_=[1,_d2_,1];
                   var _en_=_ez_;
                   switch$0 = 1}
                 if(! switch$0)var _en_=[1,_d2_,2];
                 var _eo_=_en_}
               else
                var _eo_=[1,_d2_,2];
               var _d$_=_eo_;
               break;
              default:
               var switch$2=0;
               if(typeof _d1_ === "number" || ! (1 === _d1_[0]))
                switch$2 = 1;
               else
                {var _eA_=_d1_[1],_eB_=_x_(_eA_,_d3_);
                 if(_eB_)
                  {var
                    _eC_=_eB_[1],
                    _eD_=_eC_[1],
                    _eE_=_eC_[2],
                    _dE_=_dZ_[1],
                    _dD_=0,
                    _dC_=_d0_;
                   for(;;)
                    {if(_dE_)
                      {var _dF_=_dE_[2],_dG_=_dE_[1];
                       if(_i_(_dG_,_eA_)){var _dE_=_dF_,_dD_=1;continue}
                       var _dH_=_x_(_dG_,_d3_);
                       if(_dH_)
                        {var _dI_=_dH_[1],_dJ_=_u_(_eD_,_l_,_dI_[1]);
                         if(_w_(_dJ_))
                          var _dK_=1;
                         else
                          if(_dD_)
                           var _dP_=_m_(_dJ_[2]),_dK_=_dP_?_m_(_dJ_[1]):_dP_;
                          else
                           var _dK_=_dD_;
                         if(_dK_)
                          {var _dL_=_eE_?_dI_[2]:_eE_;
                           if(_dL_){var _dE_=_dF_;continue}
                           var _dM_=_z_(_dU_,_dJ_,_dC_);
                           if(_dM_){var _dE_=_dF_,_dC_=_dM_[1];continue}
                           var _dN_=_dM_}
                         else
                          var _dN_=_dK_;
                         var _dO_=_dN_}
                       else
                        var _dO_=_dH_;
                       var _eF_=_dO_}
                     else
                      var _dQ_=_dD_?[0,_dC_]:_dD_,_eF_=_dQ_;
                     var
                      _eG_=_eF_?[0,[0,[0,_eD_,0],_eF_[1]]]:[1,_d2_,2],
                      _eH_=_eG_;
                     break}}
                 else
                  var _eH_=[1,_d2_,2];
                 var _d$_=_eH_}
               if(switch$2)var _d$_=[1,_d2_,2]}
            if(0 === _d$_[0])
             {var _ea_=_d$_[1],_eb_=_ea_[1],_ec_=_eb_[1];
              if(_t_(_dY_[2]) && _r_(_ec_[1],_dY_[2][1]))
               if(_r_(_ec_[2],_dY_[2][2]))
                var
                 _ed_=_ea_[2],
                 _ee_=_g_(_dV_[2]),
                 _ef_=[0,[0,_y_(_dV_[2],[0,_ec_,_eb_[2]],_dV_[1]),_ee_,_ed_]];
               else
                var _ef_=[1,_dV_[2],4];
              else
               var _ef_=[1,_dV_[2],3];
              var _eg_=_ef_}
            else
             var _eg_=[1,_d$_[1],_d$_[2]];
            if(0 === _eg_[0])
             {var _dX_=_dX_[2],_dW_=_dW_[2],_dV_=_eg_[1];continue}
            return [1,_eg_[1],_eg_[2]]}
          return [1,_dV_[2],9]}
        return _dW_?[1,_dV_[2],9]:[0,_dV_]}}
    function _E_(_c2_,_c1_)
     {if(_c1_)
       {var _c3_=_x_(_c1_[1],_c2_);
        if(_c3_)
         var
          _c4_=_E_(_c2_,_c1_[2]),
          _c5_=_c4_?[0,[0,_c3_[1][1],_c4_[1]]]:_c4_,
          _c6_=_c5_;
        else
         var _c6_=_c3_;
        return _c6_}
      return _F_}
    function _G_(_cV_,_cU_,_cT_)
     {var _cX_=_cU_,_cW_=_cT_;
      a:
      for(;;)
       {if(_cX_)
         {var _cY_=_cX_[2],_cS_=_cV_,_cZ_=_cX_[1][2];
          for(;;)
           {if(_cS_)
             {if(! _s_(_cZ_,_cS_[1][2])){var _cS_=_cS_[2];continue}var _c0_=0}
            else
             var _c0_=1;
            if(_c0_)return [0,_cW_,_G_(_cV_,_cY_,[0,_cW_])];
            var _cX_=_cY_,_cW_=[0,_cW_];
            continue a}}
        return _cX_}}
    var _L_=[0,_b_,_a_,_b_];
    function _H_(_ct_,_cs_)
     {var _cq_=_cs_[2];
      for(;;)
       {if(_cq_)
         {if(_m_(_cq_[1])){var _cq_=_cq_[2];continue}var _cr_=1}
        else
         var _cr_=_cq_;
        if(_cr_)
         {if(_j_(_cs_[3]))
           {var _b5_=_cs_[1],_b4_=_cs_[2],_b3_=_I_;
            for(;;)
             {if(_b5_)
               if(_b4_)
                {var _b6_=_b4_[1],_b7_=_b5_[1];
                 if(_t_([0,_b7_,_b6_]))
                  {var
                    _b8_=_b3_[3],
                    _b9_=_g_(_b3_[2]),
                    _b__=[0,_y_(_b3_[2],[0,[0,_b7_,_b6_],0],_b3_[1]),_b9_,_b8_],
                    _b5_=_b5_[2],
                    _b4_=_b4_[2],
                    _b3_=_b__;
                   continue}
                 var _cu_=[1,_b3_[2],0]}
               else
                var _cu_=[1,_b3_[2],0];
              else
               var _cu_=_b4_?[1,_b3_[2],0]:[0,_b3_];
              if(0 === _cu_[0])
               {var _cv_=_cu_[1];
                if(_i_(_cv_[2],_ct_[1]))
                 {var _cw_=_D_(_cs_[3],_ct_[2],_cs_[7],_cv_);
                  if(0 === _cw_[0])
                   {var _cx_=_cw_[1],_cy_=_E_(_cx_[1],_ct_[3]);
                    if(_cy_)
                     {var
                       _cz_=_cy_[1],
                       _cA_=_cx_[3],
                       _cB_=_cx_[2],
                       _cC_=_cs_[3],
                       _cD_=_G_(_cz_,_cz_,0);
                      if(_m_(_cC_))
                       var _cE_=1;
                      else
                       var _cR_=_n_(_cC_),_cE_=_cR_?_cA_[2]:_cR_;
                      if(_cE_)
                       {if(_e_(_cA_[1],_cs_[6]))
                         {var _ca_=_cD_,_b$_=_cs_[5];
                          for(;;)
                           {if(_ca_)
                             {if(_b$_)
                               {var _cb_=_f_(_ca_[1],_b$_[1]);
                                if(_cb_){var _ca_=_ca_[2],_b$_=_b$_[2];continue}
                                var _cc_=_cb_}
                              else
                               var _cc_=_b$_;
                              var _cF_=_cc_}
                            else
                             var _cF_=_b$_?0:1;
                            if(_cF_)
                             {var _cG_=_cs_[4],_cH_=_d_(_cz_);
                              if(_cD_)
                               var _cI_=_cD_[2],_cJ_=_cI_?_f_(_d_(_cD_),_cH_)?2:1:_cI_;
                              else
                               var _cJ_=_f_(_d_(_cD_),_cH_)?2:1;
                              switch(_cJ_)
                               {case 0:var _cK_=_cG_?0:1;break;
                                case 1:var _cK_=1 === _cG_?1:0;break;
                                default:var _cQ_=2 <= _cG_?1:0,_cK_=_cQ_?1:_cQ_}
                              if(_cK_)
                               {if(_cD_)
                                 if(_cD_[2])
                                  var _cL_=0;
                                 else
                                  {var _cM_=_cD_[1],_b1_=_cz_,_b0_=_cM_;
                                   for(;;)
                                    {if(_b0_)
                                      {if(_b1_){var _b1_=_b1_[2],_b0_=_b0_[1];continue}
                                       var _cN_=_b1_}
                                     else
                                      var _b2_=_b1_?[0,_b1_[1]]:_b1_,_cN_=_b2_;
                                     if(_cN_)
                                      {var _cO_=_cN_[1],_cf_=_cz_,_ce_=0,_cd_=0;
                                       for(;;)
                                        {if(_cf_)
                                          {var _cg_=_cf_[2],_ch_=_cf_[1];
                                           if(_f_(_ce_,_cM_)){var _cf_=_cg_,_ce_=[0,_ce_];continue}
                                           var _ci_=_q_(_cO_[2],_ch_[2]),_cj_=_q_(_ch_[1],_cO_[1]);
                                           if(_cd_)
                                            var
                                             _ck_=_cd_[1],
                                             _cl_=_ck_[2],
                                             _cm_=_ck_[1],
                                             _cn_=_s_(_cl_,_cj_)?_cj_:_cl_,
                                             _co_=_s_(_ci_,_cm_)?_ci_:_cm_,
                                             _cp_=[0,[0,_co_,_cn_]];
                                           else
                                            var _cp_=[0,[0,_ci_,_cj_]];
                                           var _cf_=_cg_,_ce_=[0,_ce_],_cd_=_cp_;
                                           continue}
                                         var _cP_=_cd_;
                                         break}}
                                     else
                                      var _cP_=_cN_;
                                     var _cL_=_cP_;
                                     break}}
                                else
                                 var _cL_=_cD_;
                                return [0,_cL_]}
                              return [1,_cB_,8]}
                            return [1,_cB_,7]}}
                        return [1,_cB_,6]}
                      return [1,_cB_,5]}
                    return [1,_cx_[2],1]}
                  return [1,_cw_[1],_cw_[2]]}
                return [1,_cv_[2],0]}
              return [1,_cu_[1],_cu_[2]]}}
          return _J_}
        return _K_}}
    function _M_(_bZ_){return _bZ_?_o_(_M_(_bZ_[1]),_L_):_k_}
    function _N_(_bY_){return [0,_b_,_a_,_M_(_bY_)[1]]}
    function _O_(_bU_,_bT_)
     {if(_bU_)
       {var
         _bV_=_O_(_bU_[1],_bT_),
         _bW_=_p_(_bT_,_N_(_bU_)),
         _bX_=_p_(_bV_[2],_bW_);
        return [0,_o_(_bV_[1],_bX_),_bX_]}
      return [0,_L_,_L_]}
    var _R_=[0,_b_,_M_(_Q_)[1],_b_];
    function _S_(_bO_,_bN_,_bM_)
     {var
       _bP_=_q_(_L_,_N_(_bO_)),
       _bQ_=_s_(_R_,_bN_)?_R_:_bN_,
       _bF_=_Q_,
       _bE_=_bQ_;
      for(;;)
       {if(_bF_)
         {var
           _bG_=_bE_[3],
           _bH_=runtime.integer_negate(_b_),
           _bI_=runtime.integer_add(_bE_[2],_bH_),
           _bF_=_bF_[1],
           _bE_=[0,_bE_[1],_bI_,_bG_];
          continue}
        var _bR_=_O_(_P_,_bE_)[1];
        if(_n_(_bR_))
         {var _bK_=_Q_,_bJ_=_bR_;
          for(;;)
           {if(_bK_){var _bL_=_p_(_bJ_,_bJ_),_bK_=_bK_[1],_bJ_=_bL_;continue}
            var _bS_=_bJ_;
            break}}
        else
         var _bS_=_k_;
        return _c_(_s_(_p_(_bM_,_o_(_L_,_bS_)),_bP_))}}
    function _T_(_bx_)
     {var _by_=_bx_[1];
      if(_by_)var _bz_=_by_[1],_bA_=_bz_?1:_bz_;else var _bA_=_by_;
      if(_bA_)
       {var _bd_=_bx_[2],_bc_=0;
        for(;;)
         {if(_bd_)
           {var _be_=_bd_[1],_bf_=_j_(_be_[1]);
            if(_bf_)
             {var _bg_=_j_(_be_[2]);
              if(_bg_)
               {var _bh_=_j_(_be_[3]);
                if(_bh_)
                 var
                  _bi_=_n_(_be_[3]),
                  _bj_=_bi_?_c_(_s_(_be_[2],_be_[1])):_bi_;
                else
                 var _bj_=_bh_}
              else
               var _bj_=_bg_}
            else
             var _bj_=_bf_;
            if(_bj_){var _bd_=_bd_[2],_bc_=[0,_bc_];continue}
            var _bk_=[0,_bc_]}
          else
           var _bk_=_bd_;
          if(_bk_)return [0,[0,_bk_[1]]];
          if(_j_(_bx_[3]))
           {if(_j_(_bx_[4]))
             {if(_n_(_bx_[4]))
               {var
                 _bB_=_j_(_bx_[5]),
                 _bC_=_bB_?_S_(_bx_[1],_bx_[3],_bx_[5]):_bB_;
                if(_bC_)
                 {var _bm_=_bx_[6],_bl_=0;
                  for(;;)
                   {if(_bm_)
                     {var _bn_=_bm_[1],_bo_=_bn_[2],_bp_=_bn_[1],_bq_=_j_(_bp_);
                      if(_bq_)
                       {var _br_=_j_(_bo_);
                        if(_br_)
                         if(_s_(_bp_,_k_))
                          var _bs_=0;
                         else
                          var
                           _bu_=_q_(_bo_,_N_(_bx_[1])),
                           _bv_=_bx_[3],
                           _bw_=_q_(_p_(_bx_[4],_bp_),_bv_),
                           _bs_=_S_(_bx_[1],_bw_,_bu_);
                        else
                         var _bs_=_br_}
                      else
                       var _bs_=_bq_;
                      if(_bs_){var _bm_=_bm_[2],_bl_=[0,_bl_];continue}
                      var _bt_=[0,_bl_]}
                    else
                     var _bt_=_bm_;
                    var _bD_=_bt_?[0,[1,_bt_[1]]]:_bt_;
                    return _bD_}}
                return _U_}
              return _V_}
            return _W_}
          return _X_}}
      return _Y_}
    function _Z_(_bb_)
     {return 1 < _bb_
              ?0 === (_bb_ & 1)
                ?[1,_Z_(_bb_ >>> 1 | 0)]
                :[0,_Z_(_bb_ >>> 1 | 0)]
              :0}
    function ___(_a__)
     {if(typeof _a__ === "number")
       return 1;
      else
       {if(0 === _a__[0])
         {var _a$_=___(_a__[1]);return (_a$_ + _a$_ | 0) + 1 | 0}
        var _ba_=___(_a__[1]);
        return _ba_ + _ba_ | 0}}
    function _$_(_a8_){var _a9_=_a8_?1 + _$_(_a8_[1]) | 0:_a8_;return _a9_}
    runtime.provide_examine(_H_);
    runtime.provide_number
     (function(_a7_,_a6_,_a5_){return [0,_a7_,_a6_,_a5_]});
    runtime.provide_mantissa(function(_a4_){return _a4_[1]});
    runtime.provide_exponent(function(_a3_){return _a3_[2]});
    runtime.provide_divisor(function(_a2_){return _a2_[3]});
    runtime.provide_empty(0);
    runtime.provide_cons(function(_a1_,_a0_){return [0,_a1_,_a0_]});
    runtime.provide_term(function(_aZ_,_aY_){return [0,_aZ_,_aY_]});
    runtime.provide_place(_Z_);
    runtime.provide_natural
     (function(_aX_)
       {var _aW_=_aX_,_aV_=0;
        for(;;)
         {if(0 < _aW_){var _aW_=_aW_ - 1 | 0,_aV_=[0,_aV_];continue}
          return _aV_}});
    runtime.provide_piece(function(_aU_,_aT_){return [0,_aU_,_aT_]});
    runtime.provide_combination
     (function(_aS_,_aR_,_aQ_){return [0,_aS_,_aR_,_aQ_]});
    runtime.provide_pieces
     (function(_aP_,_aO_,_aN_){return [1,_aP_,_aO_,_aN_]});
    runtime.provide_largest(function(_aM_){return [2,_aM_]});
    runtime.provide_network
     (function(_aL_,_aK_,_aJ_){return [0,_aL_,_aK_,_aJ_]});
    runtime.provide_no_choice(0);
    runtime.provide_on_piece(function(_aI_){return [0,_aI_]});
    runtime.provide_winner(function(_aH_){return [1,_aH_]});
    runtime.provide_claim
     (function(_aG_,_aF_,_aE_){return [0,_aG_,[0,_aF_,_aE_]]});
    runtime.provide_saturating(0);
    runtime.provide_tied(1);
    runtime.provide_flat(2);
    runtime.provide_certificate
     (function(_aD_,_aC_,_aB_,_aA_,_az_,_ay_,_ax_)
       {return [0,_aD_,_aC_,_aB_,_aA_,_az_,_ay_,_ax_]});
    runtime.provide_is_accepted(function(_aw_){return 0 === _aw_[0]?1:0});
    runtime.provide_has_margin
     (function(_av_){if(0 === _av_[0] && _av_[1])return 1;return 0});
    runtime.provide_gap
     (function(_at_)
       {if(0 === _at_[0]){var _au_=_at_[1];if(_au_)return _au_[1][1]}
        return _k_});
    runtime.provide_lead
     (function(_ar_)
       {if(0 === _ar_[0]){var _as_=_ar_[1];if(_as_)return _as_[1][2]}
        return _k_});
    runtime.provide_complaint
     (function(_aq_)
       {if(0 === _aq_[0])return -1;
        switch(_aq_[2])
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
     (function(_ap_){return 0 === _ap_[0]?0:___(_ap_[1])});
    runtime.provide_watched
     (function(_ao_,_an_,_am_){return [0,_ao_,_an_,_am_]});
    runtime.provide_promise(function(_al_,_ak_){return [0,_al_,_ak_]});
    runtime.provide_guard
     (function(_aj_,_ai_,_ah_,_ag_,_af_,_ae_)
       {return [0,_aj_,_ai_,_ah_,_ag_,_af_,_ae_]});
    runtime.provide_examine_guard(_T_);
    runtime.provide_guard_complaint
     (function(_ac_)
       {if(_ac_)
         {var _ad_=_ac_[1];
          if(typeof _ad_ === "number")
           switch(_ad_){case 0:return 0;case 1:return 2;default:return 3}
          else
           return 0 === _ad_[0]?1:4}
        return -1});
    runtime.provide_guard_place
     (function(_aa_)
       {if(_aa_)
         {var _ab_=_aa_[1];if(typeof _ab_ !== "number")return _$_(_ab_[1])}
        return 0});
    var Verified=[0];
    runtime.caml_register_global(15,Verified,"Verified");
    return}
  (globalThis));
}
