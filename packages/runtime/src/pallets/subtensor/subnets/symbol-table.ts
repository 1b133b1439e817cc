import { utf8Bytes } from "@ganglion/primitives";

/**
 * Symbols that a subnet's token may have, each one code point, as runs of [first code point, length].
 * The netuid picks the default one; 0 is root's. Source: subnets/symbols.rs, SYMBOLS
 */
const RUNS: readonly (readonly [from: number, length: number])[] = [
  // Greek: 0 to 24
  [0x03a4, 1],
  [0x03b1, 17],
  [0x03c3, 1],
  [0x0074, 1],
  [0x03c5, 5],
  // Hebrew: 25 to 51
  [0x05d0, 27],
  // Arabic: 52 to 80
  [0x0627, 2],
  [0x062a, 17],
  [0x0641, 8],
  [0x064a, 1],
  [0x0649, 1],
  // Runic: 81 to 86
  [0x16a0, 1],
  [0x16a2, 1],
  [0x16a6, 1],
  [0x16a8, 1],
  [0x16b1, 1],
  [0x16b3, 1],
  // Cyrillic: 87
  [0x042b, 1],
  // Runic: 88 to 89
  [0x16c9, 1],
  [0x16d2, 1],
  // Ogham: 90 to 96
  [0x1680, 6],
  [0x169b, 1],
  // Georgian: 97 to 102
  [0x10d0, 6],
  // Armenian: 103 to 109
  [0x0531, 6],
  [0x055e, 1],
  // Cyrillic: 110 to 116
  [0x0400, 6],
  [0x044a, 1],
  // Coptic: 117 to 122
  [0x2c80, 6],
  // Brahmi: 123 to 127
  [0x11000, 4],
  [0x11005, 1],
  // Sinhala: 128 to 133
  [0x0db1, 1],
  [0x0db3, 5],
  // Glagolitic: 134 to 166
  [0x2c00, 33],
  // Thai: 167 to 210
  [0x0e01, 35],
  [0x0e25, 1],
  [0x0e27, 8],
  // Hangul: 211 to 245
  [0x3131, 1],
  [0x3134, 1],
  [0x3137, 1],
  [0x3139, 1],
  [0x3141, 2],
  [0x3145, 1],
  [0x3147, 2],
  [0x314a, 26],
  // Ethiopic: 246 to 274
  [0x12a0, 8],
  [0x12c8, 7],
  [0x12b0, 7],
  [0x1310, 3],
  [0x1218, 1],
  [0x1314, 3],
  // Devanagari: 275 to 318
  [0x0905, 7],
  [0x090f, 2],
  [0x0913, 22],
  [0x092a, 7],
  [0x0932, 1],
  [0x0935, 5],
  // Katakana: 319 to 364
  [0x30a2, 1],
  [0x30a4, 1],
  [0x30a6, 1],
  [0x30a8, 1],
  [0x30aa, 2],
  [0x30ad, 1],
  [0x30af, 1],
  [0x30b1, 1],
  [0x30b3, 1],
  [0x30b5, 1],
  [0x30b7, 1],
  [0x30b9, 1],
  [0x30bb, 1],
  [0x30bd, 1],
  [0x30bf, 1],
  [0x30c1, 1],
  [0x30c4, 1],
  [0x30c6, 1],
  [0x30c8, 1],
  [0x30ca, 6],
  [0x30d2, 1],
  [0x30d5, 1],
  [0x30d8, 1],
  [0x30db, 1],
  [0x30de, 5],
  [0x30e4, 1],
  [0x30e6, 1],
  [0x30e8, 6],
  [0x30ef, 1],
  [0x30f2, 2],
  // Tifinagh: 365 to 400
  [0x2d30, 36],
  // Sinhala: 401 to 438
  [0x0d85, 2],
  [0x0d89, 14],
  [0x0d9a, 5],
  [0x0da0, 5],
  [0x0da7, 1],
  [0x0da5, 2],
  [0x0da9, 1],
  [0x0da8, 1],
  [0x0daa, 7],
];

/** By index, as the chain stores them: UTF-8. */
export const SYMBOLS: readonly Uint8Array[] = RUNS.flatMap(([from, length]) =>
  Array.from({ length }, (_, i) => utf8Bytes(String.fromCodePoint(from + i))),
);

/** Names of subnets that gave themselves none, by netuid. Source: subnets/symbols.rs, get_name_for_subnet */
export const DEFAULT_NAMES: readonly string[] = [
  "root|apex|omron|templar|targon|kaito|infinite|subvortex|ptn|pretrain|sturdy|dippy|horde",
  "dataverse|palaidn|deval|bitads|3gen|cortex|inference|bitagent|any-any|meta|social|omega",
  "protein|alchemy|compute|oracle|coldint|bet|naschain|itsai|ready|mind|logic|automata|tuning",
  "distributed|edge|chunk|sportsensor|masa|graphite|score|gen42|neural|condense|nextplace",
  "automl|audio|celium|dojo|frontier|safescan|unknown|gradients|gaia|dippy-speach|agent-arena",
  "unknown|red team|agentao|lean-in|chutes|sad|dad|ta|dha|ain|ghayn|fa|qaf|kaf|lam|mim|nun|ha",
  "waw|ya|alef|fehu|uruz|thurisaz|ansuz|raidho|kaunan|cyr_yeru|algiz|berkanan|ogham|beith|luis",
  "fearn|sail|nion|forfeda|ani|bani|gani|doni|eni|vini|ayp|ben|gim|da|ech|za|armeni|grave|io",
  "dje|gje|ie|dze|hard_sign|alfa|alfas|vida|vida_small|gamma|gamma_small|brahmi_a|brahmi_aa",
  "brahmi_i|brahmi_ii|brahmi_u|la|va|sha|ssa|sa|ha|glagolitic_az|glagolitic_buky",
  "glagolitic_vede|glagolitic_glagoli|glagolitic_dobro|glagolitic_yest|glagolitic_zhivete",
  "glagolitic_zemlja|glagolitic_izhe|glagolitic_initial_izhe|glagolitic_i|glagolitic_djerv",
  "glagolitic_kako|glagolitic_ljudije|glagolitic_myse|glagolitic_nash|glagolitic_on",
  "glagolitic_pokoj|glagolitic_rtsy|glagolitic_slovo|glagolitic_tvrido|glagolitic_uku",
  "glagolitic_fert|glagolitic_xrivi|glagolitic_ot|glagolitic_cy|glagolitic_shcha|glagolitic_er",
  "glagolitic_yeru|glagolitic_small_yer|glagolitic_yo|glagolitic_yu|glagolitic_ja|thai_ko_kai",
  "thai_kho_khai|thai_kho_khuat|thai_kho_khon|thai_kho_rakhang|thai_kho_khwai|thai_ngo_ngu",
  "thai_cho_chan|thai_cho_ching|thai_cho_chang|thai_so_so|thai_cho_choe|thai_yo_ying",
  "thai_do_chada|thai_to_patak|thai_tho_than|thai_tho_nangmontho|thai_tho_phuthao|thai_no_nen",
  "thai_do_dek|thai_to_tao|thai_tho_thung|thai_tho_thahan|thai_tho_thong|thai_no_nu",
  "thai_bo_baimai|thai_po_pla|thai_pho_phung|thai_fo_fa|thai_pho_phan|thai_fo_fan",
  "thai_pho_samphao|thai_mo_ma|thai_yo_yak|thai_ro_rua|thai_lo_ling|thai_wo_waen|thai_so_sala",
  "thai_so_rusi|thai_so_sua|thai_ho_hip|thai_lo_chula|thai_o_ang|thai_ho_nokhuk|hangul_giyeok",
  "hangul_nieun|hangul_digeut|hangul_rieul|hangul_mieum|hangul_bieup|hangul_siot|hangul_ieung",
  "hangul_jieut|hangul_chieut|hangul_kieuk|hangul_tieut|hangul_pieup|hangul_hieut|hangul_a",
  "hangul_ae|hangul_ya|hangul_yae|hangul_eo|hangul_e|hangul_yeo|hangul_ye|hangul_o|hangul_wa",
  "hangul_wae|hangul_oe|hangul_yo|hangul_u|hangul_weo|hangul_we|hangul_wi|hangul_yu|hangul_eu",
  "hangul_ui|hangul_i|ethiopic_glottal_a|ethiopic_glottal_u|ethiopic_glottal_i",
  "ethiopic_glottal_aa|ethiopic_glottal_e|ethiopic_glottal_ie|ethiopic_glottal_o",
  "ethiopic_glottal_wa|ethiopic_wa|ethiopic_wu|ethiopic_wi|ethiopic_waa|ethiopic_we",
  "ethiopic_wye|ethiopic_wo|ethiopic_ko|ethiopic_ku|ethiopic_ki|ethiopic_kua|ethiopic_ke",
  "ethiopic_kwe|ethiopic_ko_alt|ethiopic_go|ethiopic_gu|ethiopic_gi|ethiopic_gua|ethiopic_ge",
  "ethiopic_gwe|ethiopic_go_alt|devanagari_a|devanagari_aa|devanagari_i|devanagari_ii",
  "devanagari_u|devanagari_uu|devanagari_r|devanagari_e|devanagari_ai|devanagari_o",
  "devanagari_au|devanagari_ka|devanagari_kha|devanagari_ga|devanagari_gha|devanagari_nga",
  "devanagari_cha|devanagari_chha|devanagari_ja|devanagari_jha|devanagari_nya|devanagari_ta",
  "devanagari_tha|devanagari_da|devanagari_dha|devanagari_na|devanagari_ta_alt",
  "devanagari_tha_alt|devanagari_da_alt|devanagari_dha_alt|devanagari_na_alt|devanagari_pa",
  "devanagari_pha|devanagari_ba|devanagari_bha|devanagari_ma|devanagari_ya|devanagari_ra",
  "devanagari_la|devanagari_va|devanagari_sha|devanagari_ssa|devanagari_sa|devanagari_ha",
  "katakana_a|kana_i|kana_u|kana_e|kana_o|kana_a|kana_ki|kana_ku|kana_ke|kana_ko|kana_sa",
  "kana_shi|kana_su|kana_se|kana_so|kana_ta|kana_chi|kana_tsu|kana_te|kana_to|kana_na|kana_ni",
  "kana_nu|kana_ne|kana_no|kana_ha|kana_hi|kana_fu|kana_he|kana_ho|kana_ma|kana_mi|kana_mu",
  "kana_me|kana_mo|kana_ya|kana_yu|kana_yo|kana_ra|kana_ri|kana_ru|kana_re|kana_ro|kana_wa",
  "kana_wo|kana_n|ya|yab|yabh|yag|yagh|yaj|yach|yad|yadh|yadhe|yaz|yazh|yaf|yak|yakv|yaq|yah",
  "yahh|yahl|yahm|yayn|yakh|yakl|yahq|yash|yi|yij|yizh|yink|yal|yam|yan|yang|yany|yap|yu|a|aa|i",
  "ii|u|uu|r|rr|l|ll|e|ee|ai|o|oo|au|ka|kha|ga|gha|nga|cha|chha|ja|jha|nya|ta|tha|da|dha|na|pa",
  "pha|ba|bha|ma|ya|ra",
].flatMap((line) => line.split("|"));
