/** Words that generators draw from. The proper names are invented, so that no one can know an answer beforehand. */
export const GIVEN_NAMES =
  "Ada Bera Cole Dara Edan Faye Goran Hale Inga Joss Kira Loris Mira Nils Orla Pavel Quinn Rhea Soren Tova Ulric Vera Wim Xenia Yara Zeno".split(
    " ",
  );
export const FAMILY_NAMES =
  "Aldane Brask Corvin Drell Eskby Farrow Grenn Holm Ilvane Jarnik Krenn Lume Morvath Nyberg Oster Prell Quill Rastin Sorrel Tarn Umbry Vell Wray Yost Zander".split(
    " ",
  );
export const TOWNS =
  "Velmar Ostrin Karlby Dunholt Miravale Estrand Harwick Lorn Pellin Quarris Rookmere Selby Tarnow Ulverton Vastrel Wexmoor Yarrow Zellin".split(
    " ",
  );
export const COMPANIES =
  "Lumen Works|Harrow Foundry|Pelican Freight|Northgate Mills|Osprey Glass|Redfern Optics|Sable Press|Tidewater Cables|Umber Tools|Vantage Seeds".split(
    "|",
  );
export const RIVERS = "Alvere Brindle Cassen Dorne Eyre Fallow Garrow Hespe".split(" ");
export const COLOURS = "red blue green yellow orange purple white black grey brown".split(" ");
export const NONSENSE =
  "wug blicket dax fep toma zorp gazzer lunt mib norvel plick quent rasp sned tulver vorn yimp zand".split(
    " ",
  );
export const THINGS =
  "apple anchor basket candle cherry copper dragon ember falcon garden hammer island jacket kettle lantern marble needle oyster pepper quartz ribbon saddle timber umbrella violin walnut yarn zipper amber birch cedar".split(
    " ",
  );
