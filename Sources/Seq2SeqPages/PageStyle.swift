/// The style sheet of every page.
///
/// Series colours follow Okabe and Ito's palette for the colour-blind, darkened on light ground and
/// lightened on dark so that each stands out from the ground by 3 to 1; text by 4.5 to 1.
enum PageStyle {
  private static let light = """
    --ground:#ffffff;--ink:#1b1f24;--quiet:#57606a;--rule:#d0d7de;--box:#f6f8fa;--link:#0b57a4;
    --s0:#0072b2;--s1:#c44e00;--s2:#00795a;--s3:#a8487f;--s4:#946500;--s5:#3478a8;--s6:#1b1f24;
    --heat:#062a5f;--cold:#6b2500;--on-strong:#ffffff;--on-weak:#000000;
    --claim:#0b57a4;--confirmed:#00694e;--contradicted:#b33000;--remark:#57606a;
    """
  private static let dark = """
    --ground:#15181d;--ink:#e6e9ed;--quiet:#a3adb8;--rule:#3a424c;--box:#1e232a;--link:#7ab8f5;
    --s0:#58b1ec;--s1:#f58b4c;--s2:#35c79b;--s3:#e79cc5;--s4:#e6b23c;--s5:#9fc7e8;--s6:#e6e9ed;
    --heat:#7fb2e5;--cold:#e8a06a;--on-strong:#000000;--on-weak:#ffffff;
    --claim:#7ab8f5;--confirmed:#35c79b;--contradicted:#f58b4c;--remark:#a3adb8;
    """

  static let sheet = """
    :root{color-scheme:light dark;\(light)}
    @media (prefers-color-scheme:dark){:root{\(dark)}}
    *{box-sizing:border-box}
    body{margin:0;background:var(--ground);color:var(--ink);line-height:1.6;word-break:keep-all;
    overflow-wrap:break-word;font-family:system-ui,-apple-system,"Noto Sans KR","Noto Sans CJK KR",
    "Apple SD Gothic Neo","Malgun Gothic","NanumGothic",sans-serif}
    main{max-width:60rem;margin:0 auto;padding:1.5rem 1rem 4rem}
    h1{line-height:1.25;margin:0}h2{margin:2.2rem 0 .6rem;border-bottom:1px solid var(--rule)}
    h3{margin:1.6rem 0 .4rem}.subtitle{color:var(--quiet);margin:.3rem 0 0}
    a{color:var(--link)}code{font-family:ui-monospace,"D2Coding","Noto Sans Mono",monospace;font-size:.92em}
    p code,td code,li code{background:var(--box);padding:.05em .3em;border-radius:.25em}
    pre{background:var(--box);padding:.8rem;border-radius:.4rem;line-height:1.4}
    .wide{overflow-x:auto;max-width:100%}
    figure{margin:1.2rem 0}figcaption{color:var(--quiet);font-size:.92rem;margin-top:.3rem}
    svg{display:block;max-width:100%;height:auto;margin:0 auto;color:var(--ink)}
    svg text{fill:currentColor;font-family:inherit}
    table{border-collapse:collapse;font-variant-numeric:tabular-nums;margin:.6rem 0}
    caption{text-align:left;color:var(--quiet);font-size:.92rem;padding-bottom:.3rem}
    th,td{padding:.25rem .7rem;border-bottom:1px solid var(--rule);text-align:left;vertical-align:top}
    th{background:var(--box)}.number{text-align:right;white-space:nowrap}
    .note{border-left:.3rem solid var(--remark);background:var(--box);padding:.1rem 1rem;margin:1rem 0}
    .note p{margin:.6rem 0}.kind{color:var(--remark);margin-right:.4em}
    .claim{border-color:var(--claim)}.claim .kind{color:var(--claim)}
    .confirmed{border-color:var(--confirmed)}.confirmed .kind{color:var(--confirmed)}
    .contradicted{border-color:var(--contradicted)}.contradicted .kind{color:var(--contradicted)}
    .links li{margin:.6rem 0}
    """
}
