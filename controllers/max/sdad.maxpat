{
 "patcher": {
  "fileversion": 1,
  "appversion": {"major": 8, "minor": 5, "revision": 0, "architecture": "x64", "modernui": 1},
  "classnamespace": "box",
  "rect": [60.0, 90.0, 1180.0, 432.0],
  "openinpresentation": 1,
  "boxes": [
   {
    "box": {
     "id": "obj-1",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [10.0, 8.0, 400.0, 22.0],
     "presentation": 1,
     "presentation_rect": [10.0, 8.0, 400.0, 22.0],
     "text": "sdad: move a slider, click render, hear what comes"
    }
   },
   {
    "box": {
     "id": "obj-2",
     "maxclass": "newobj",
     "numinlets": 0,
     "numoutlets": 1,
     "outlettype": [""],
     "patching_rect": [1200.0, 8.0, 100.0, 22.0],
     "text": "p connection",
     "patcher": {
      "fileversion": 1,
      "appversion": {"major": 8, "minor": 5, "revision": 0, "architecture": "x64", "modernui": 1},
      "classnamespace": "box",
      "rect": [60.0, 90.0, 700.0, 300.0],
      "openinpresentation": 0,
      "boxes": [
       {"box": {"id": "obj-1", "maxclass": "newobj", "numinlets": 1, "numoutlets": 0, "outlettype": [], "patching_rect": [20.0, 230.0, 170.0, 22.0], "text": "udpsend 127.0.0.1 9109"}},
       {"box": {"id": "obj-2", "maxclass": "newobj", "numinlets": 0, "numoutlets": 1, "outlettype": [""], "patching_rect": [20.0, 200.0, 86.0, 22.0], "text": "r sdad-out"}},
       {"box": {"id": "obj-3", "maxclass": "newobj", "numinlets": 0, "numoutlets": 1, "outlettype": [""], "patching_rect": [150.0, 200.0, 107.0, 22.0], "text": "r sdad-server"}},
       {"box": {"id": "obj-4", "maxclass": "newobj", "numinlets": 0, "numoutlets": 1, "outlettype": [""], "patching_rect": [300.0, 170.0, 79.0, 22.0], "text": "closebang"}},
       {"box": {"id": "obj-5", "maxclass": "message", "numinlets": 2, "numoutlets": 1, "outlettype": [""], "patching_rect": [300.0, 200.0, 170.0, 22.0], "text": "/sdad/unsubscribe 9202"}},
       {"box": {"id": "obj-6", "maxclass": "newobj", "numinlets": 1, "numoutlets": 3, "outlettype": ["", "", ""], "patching_rect": [20.0, 80.0, 65.0, 22.0], "text": "t b b b"}},
       {"box": {"id": "obj-7", "maxclass": "newobj", "numinlets": 2, "numoutlets": 1, "outlettype": [""], "patching_rect": [20.0, 50.0, 86.0, 22.0], "text": "metro 5000"}},
       {"box": {"id": "obj-8", "maxclass": "newobj", "numinlets": 1, "numoutlets": 1, "outlettype": [""], "patching_rect": [20.0, 20.0, 86.0, 22.0], "text": "loadmess 1"}},
       {"box": {"id": "obj-9", "maxclass": "message", "numinlets": 2, "numoutlets": 1, "outlettype": [""], "patching_rect": [20.0, 110.0, 135.0, 22.0], "text": "/sdad/preset/list"}},
       {"box": {"id": "obj-10", "maxclass": "message", "numinlets": 2, "numoutlets": 1, "outlettype": [""], "patching_rect": [190.0, 110.0, 128.0, 22.0], "text": "/sdad/model/list"}},
       {"box": {"id": "obj-11", "maxclass": "message", "numinlets": 2, "numoutlets": 1, "outlettype": [""], "patching_rect": [360.0, 110.0, 156.0, 22.0], "text": "/sdad/subscribe 9202"}},
       {"box": {"id": "obj-12", "maxclass": "newobj", "numinlets": 1, "numoutlets": 1, "outlettype": [""], "patching_rect": [500.0, 20.0, 121.0, 22.0], "text": "udpreceive 9202"}},
       {"box": {"id": "obj-13", "maxclass": "newobj", "numinlets": 1, "numoutlets": 0, "outlettype": [], "patching_rect": [600.0, 50.0, 79.0, 22.0], "text": "s sdad-in"}},
       {"box": {"id": "obj-14", "maxclass": "newobj", "numinlets": 1, "numoutlets": 2, "outlettype": ["", ""], "patching_rect": [500.0, 80.0, 170.0, 22.0], "text": "route /sdad/subscribed"}},
       {"box": {"id": "obj-15", "maxclass": "newobj", "numinlets": 1, "numoutlets": 2, "outlettype": ["", ""], "patching_rect": [500.0, 140.0, 51.0, 22.0], "text": "t b b"}},
       {"box": {"id": "obj-16", "maxclass": "outlet", "numinlets": 1, "numoutlets": 0, "outlettype": [], "patching_rect": [500.0, 260.0, 30.0, 22.0], "index": 1, "comment": ""}},
       {"box": {"id": "obj-17", "maxclass": "message", "numinlets": 2, "numoutlets": 1, "outlettype": [""], "patching_rect": [600.0, 200.0, 51.0, 22.0], "text": "set 1"}},
       {"box": {"id": "obj-18", "maxclass": "newobj", "numinlets": 2, "numoutlets": 1, "outlettype": [""], "patching_rect": [500.0, 170.0, 93.0, 22.0], "text": "delay 12500"}},
       {"box": {"id": "obj-19", "maxclass": "message", "numinlets": 2, "numoutlets": 1, "outlettype": [""], "patching_rect": [500.0, 230.0, 51.0, 22.0], "text": "set 0"}}
      ],
      "lines": [
       {"patchline": {"source": ["obj-2", 0], "destination": ["obj-1", 0]}},
       {"patchline": {"source": ["obj-3", 0], "destination": ["obj-1", 0]}},
       {"patchline": {"source": ["obj-4", 0], "destination": ["obj-5", 0]}},
       {"patchline": {"source": ["obj-5", 0], "destination": ["obj-1", 0]}},
       {"patchline": {"source": ["obj-8", 0], "destination": ["obj-7", 0]}},
       {"patchline": {"source": ["obj-7", 0], "destination": ["obj-6", 0]}},
       {"patchline": {"source": ["obj-6", 0], "destination": ["obj-9", 0]}},
       {"patchline": {"source": ["obj-9", 0], "destination": ["obj-1", 0]}},
       {"patchline": {"source": ["obj-6", 1], "destination": ["obj-10", 0]}},
       {"patchline": {"source": ["obj-10", 0], "destination": ["obj-1", 0]}},
       {"patchline": {"source": ["obj-6", 2], "destination": ["obj-11", 0]}},
       {"patchline": {"source": ["obj-11", 0], "destination": ["obj-1", 0]}},
       {"patchline": {"source": ["obj-12", 0], "destination": ["obj-13", 0]}},
       {"patchline": {"source": ["obj-12", 0], "destination": ["obj-14", 0]}},
       {"patchline": {"source": ["obj-14", 0], "destination": ["obj-15", 0]}},
       {"patchline": {"source": ["obj-15", 1], "destination": ["obj-17", 0]}},
       {"patchline": {"source": ["obj-17", 0], "destination": ["obj-16", 0]}},
       {"patchline": {"source": ["obj-15", 0], "destination": ["obj-18", 0]}},
       {"patchline": {"source": ["obj-18", 0], "destination": ["obj-19", 0]}},
       {"patchline": {"source": ["obj-19", 0], "destination": ["obj-16", 0]}}
      ]
     }
    }
   },
   {
    "box": {
     "id": "obj-3",
     "maxclass": "toggle",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [""],
     "patching_rect": [450.0, 6.0, 20.0, 20.0],
     "presentation": 1,
     "presentation_rect": [450.0, 6.0, 20.0, 20.0]
    }
   },
   {
    "box": {
     "id": "obj-4",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [472.0, 6.0, 100.0, 22.0],
     "presentation": 1,
     "presentation_rect": [472.0, 6.0, 100.0, 22.0],
     "text": "sdad answers"
    }
   },
   {
    "box": {
     "id": "obj-5",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [390.0, 24.0, 100.0, 22.0],
     "presentation": 1,
     "presentation_rect": [390.0, 24.0, 100.0, 22.0],
     "text": "auto   value"
    }
   },
   {
    "box": {
     "id": "obj-6",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [10.0, 46.0, 230.0, 22.0],
     "presentation": 1,
     "presentation_rect": [10.0, 46.0, 230.0, 22.0],
     "text": "Brightness: dark – bright"
    }
   },
   {
    "box": {
     "id": "obj-7",
     "maxclass": "newobj",
     "numinlets": 3,
     "numoutlets": 3,
     "outlettype": ["", "", ""],
     "patching_rect": [1200.0, 46.0, 100.0, 22.0],
     "text": "p brightness",
     "patcher": {
      "fileversion": 1,
      "appversion": {"major": 8, "minor": 5, "revision": 0, "architecture": "x64", "modernui": 1},
      "classnamespace": "box",
      "rect": [60.0, 90.0, 700.0, 260.0],
      "openinpresentation": 0,
      "boxes": [
       {"box": {"id": "obj-1", "maxclass": "newobj", "numinlets": 1, "numoutlets": 0, "outlettype": [], "patching_rect": [20.0, 130.0, 86.0, 22.0], "text": "s sdad-out"}},
       {"box": {"id": "obj-2", "maxclass": "newobj", "numinlets": 2, "numoutlets": 1, "outlettype": [""], "patching_rect": [560.0, 80.0, 79.0, 22.0], "text": "delay 200"}},
       {"box": {"id": "obj-3", "maxclass": "message", "numinlets": 2, "numoutlets": 1, "outlettype": [""], "patching_rect": [560.0, 110.0, 156.0, 22.0], "text": "/sdad/get brightness"}},
       {
        "box": {
         "id": "obj-4",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 4,
         "outlettype": ["", "", "", ""],
         "patching_rect": [20.0, 190.0, 632.0, 22.0],
         "text": "route /sdad/control/brightness /sdad/control/brightness/hz /sdad/control/brightness/auto"
        }
       },
       {"box": {"id": "obj-5", "maxclass": "newobj", "numinlets": 0, "numoutlets": 1, "outlettype": [""], "patching_rect": [20.0, 160.0, 79.0, 22.0], "text": "r sdad-in"}},
       {"box": {"id": "obj-6", "maxclass": "inlet", "numinlets": 0, "numoutlets": 1, "outlettype": [""], "patching_rect": [20.0, 20.0, 30.0, 22.0], "index": 1, "comment": ""}},
       {"box": {"id": "obj-7", "maxclass": "newobj", "numinlets": 1, "numoutlets": 1, "outlettype": [""], "patching_rect": [20.0, 100.0, 240.0, 22.0], "text": "prepend /sdad/control/brightness"}},
       {"box": {"id": "obj-8", "maxclass": "newobj", "numinlets": 1, "numoutlets": 1, "outlettype": [""], "patching_rect": [80.0, 50.0, 37.0, 22.0], "text": "t b"}},
       {"box": {"id": "obj-9", "maxclass": "outlet", "numinlets": 1, "numoutlets": 0, "outlettype": [], "patching_rect": [20.0, 250.0, 30.0, 22.0], "index": 1, "comment": ""}},
       {"box": {"id": "obj-10", "maxclass": "newobj", "numinlets": 1, "numoutlets": 1, "outlettype": [""], "patching_rect": [20.0, 220.0, 93.0, 22.0], "text": "prepend set"}},
       {"box": {"id": "obj-11", "maxclass": "inlet", "numinlets": 0, "numoutlets": 1, "outlettype": [""], "patching_rect": [200.0, 20.0, 30.0, 22.0], "index": 2, "comment": ""}},
       {"box": {"id": "obj-12", "maxclass": "newobj", "numinlets": 1, "numoutlets": 1, "outlettype": [""], "patching_rect": [200.0, 100.0, 261.0, 22.0], "text": "prepend /sdad/control/brightness/hz"}},
       {"box": {"id": "obj-13", "maxclass": "newobj", "numinlets": 1, "numoutlets": 1, "outlettype": [""], "patching_rect": [260.0, 50.0, 37.0, 22.0], "text": "t b"}},
       {"box": {"id": "obj-14", "maxclass": "outlet", "numinlets": 1, "numoutlets": 0, "outlettype": [], "patching_rect": [200.0, 250.0, 30.0, 22.0], "index": 2, "comment": ""}},
       {"box": {"id": "obj-15", "maxclass": "newobj", "numinlets": 1, "numoutlets": 1, "outlettype": [""], "patching_rect": [200.0, 220.0, 93.0, 22.0], "text": "prepend set"}},
       {"box": {"id": "obj-16", "maxclass": "inlet", "numinlets": 0, "numoutlets": 1, "outlettype": [""], "patching_rect": [380.0, 20.0, 30.0, 22.0], "index": 3, "comment": ""}},
       {
        "box": {"id": "obj-17", "maxclass": "newobj", "numinlets": 1, "numoutlets": 1, "outlettype": [""], "patching_rect": [380.0, 100.0, 275.0, 22.0], "text": "prepend /sdad/control/brightness/auto"}
       },
       {"box": {"id": "obj-18", "maxclass": "newobj", "numinlets": 1, "numoutlets": 1, "outlettype": [""], "patching_rect": [440.0, 50.0, 37.0, 22.0], "text": "t b"}},
       {"box": {"id": "obj-19", "maxclass": "outlet", "numinlets": 1, "numoutlets": 0, "outlettype": [], "patching_rect": [380.0, 250.0, 30.0, 22.0], "index": 3, "comment": ""}},
       {"box": {"id": "obj-20", "maxclass": "newobj", "numinlets": 1, "numoutlets": 1, "outlettype": [""], "patching_rect": [380.0, 220.0, 93.0, 22.0], "text": "prepend set"}},
       {"box": {"id": "obj-21", "maxclass": "newobj", "numinlets": 1, "numoutlets": 1, "outlettype": [""], "patching_rect": [560.0, 190.0, 37.0, 22.0], "text": "t b"}},
       {"box": {"id": "obj-22", "maxclass": "message", "numinlets": 2, "numoutlets": 1, "outlettype": [""], "patching_rect": [560.0, 220.0, 51.0, 22.0], "text": "set 0"}}
      ],
      "lines": [
       {"patchline": {"source": ["obj-2", 0], "destination": ["obj-3", 0]}},
       {"patchline": {"source": ["obj-3", 0], "destination": ["obj-1", 0]}},
       {"patchline": {"source": ["obj-5", 0], "destination": ["obj-4", 0]}},
       {"patchline": {"source": ["obj-6", 0], "destination": ["obj-7", 0]}},
       {"patchline": {"source": ["obj-7", 0], "destination": ["obj-1", 0]}},
       {"patchline": {"source": ["obj-6", 0], "destination": ["obj-8", 0]}},
       {"patchline": {"source": ["obj-8", 0], "destination": ["obj-2", 0]}},
       {"patchline": {"source": ["obj-4", 0], "destination": ["obj-10", 0]}},
       {"patchline": {"source": ["obj-10", 0], "destination": ["obj-9", 0]}},
       {"patchline": {"source": ["obj-11", 0], "destination": ["obj-12", 0]}},
       {"patchline": {"source": ["obj-12", 0], "destination": ["obj-1", 0]}},
       {"patchline": {"source": ["obj-11", 0], "destination": ["obj-13", 0]}},
       {"patchline": {"source": ["obj-13", 0], "destination": ["obj-2", 0]}},
       {"patchline": {"source": ["obj-4", 1], "destination": ["obj-15", 0]}},
       {"patchline": {"source": ["obj-15", 0], "destination": ["obj-14", 0]}},
       {"patchline": {"source": ["obj-16", 0], "destination": ["obj-17", 0]}},
       {"patchline": {"source": ["obj-17", 0], "destination": ["obj-1", 0]}},
       {"patchline": {"source": ["obj-16", 0], "destination": ["obj-18", 0]}},
       {"patchline": {"source": ["obj-18", 0], "destination": ["obj-2", 0]}},
       {"patchline": {"source": ["obj-4", 2], "destination": ["obj-20", 0]}},
       {"patchline": {"source": ["obj-20", 0], "destination": ["obj-19", 0]}},
       {"patchline": {"source": ["obj-4", 0], "destination": ["obj-21", 0]}},
       {"patchline": {"source": ["obj-21", 0], "destination": ["obj-22", 0]}},
       {"patchline": {"source": ["obj-22", 0], "destination": ["obj-19", 0]}}
      ]
     }
    }
   },
   {
    "box": {
     "id": "obj-8",
     "maxclass": "slider",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [""],
     "patching_rect": [240.0, 46.0, 160.0, 20.0],
     "presentation": 1,
     "presentation_rect": [240.0, 46.0, 160.0, 20.0],
     "floatoutput": 1,
     "size": 1.0,
     "orientation": 1
    }
   },
   {
    "box": {
     "id": "obj-9",
     "maxclass": "flonum",
     "numinlets": 1,
     "numoutlets": 2,
     "outlettype": ["", ""],
     "patching_rect": [440.0, 46.0, 60.0, 22.0],
     "presentation": 1,
     "presentation_rect": [440.0, 46.0, 60.0, 22.0],
     "format": 6
    }
   },
   {
    "box": {
     "id": "obj-10",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [500.0, 46.0, 80.0, 22.0],
     "presentation": 1,
     "presentation_rect": [500.0, 46.0, 80.0, 22.0],
     "text": "Hz"
    }
   },
   {
    "box": {
     "id": "obj-11",
     "maxclass": "toggle",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [""],
     "patching_rect": [410.0, 46.0, 20.0, 20.0],
     "presentation": 1,
     "presentation_rect": [410.0, 46.0, 20.0, 20.0],
     "hint": "auto: left to the model"
    }
   },
   {
    "box": {
     "id": "obj-12",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [10.0, 74.0, 230.0, 22.0],
     "presentation": 1,
     "presentation_rect": [10.0, 74.0, 230.0, 22.0],
     "text": "Warmth: thin – warm"
    }
   },
   {
    "box": {
     "id": "obj-13",
     "maxclass": "newobj",
     "numinlets": 3,
     "numoutlets": 3,
     "outlettype": ["", "", ""],
     "patching_rect": [1200.0, 74.0, 72.0, 22.0],
     "text": "p warmth",
     "patcher": {
      "fileversion": 1,
      "appversion": {"major": 8, "minor": 5, "revision": 0, "architecture": "x64", "modernui": 1},
      "classnamespace": "box",
      "rect": [60.0, 90.0, 700.0, 260.0],
      "openinpresentation": 0,
      "boxes": [
       {"box": {"id": "obj-1", "maxclass": "newobj", "numinlets": 1, "numoutlets": 0, "outlettype": [], "patching_rect": [20.0, 130.0, 86.0, 22.0], "text": "s sdad-out"}},
       {"box": {"id": "obj-2", "maxclass": "newobj", "numinlets": 2, "numoutlets": 1, "outlettype": [""], "patching_rect": [560.0, 80.0, 79.0, 22.0], "text": "delay 200"}},
       {"box": {"id": "obj-3", "maxclass": "message", "numinlets": 2, "numoutlets": 1, "outlettype": [""], "patching_rect": [560.0, 110.0, 128.0, 22.0], "text": "/sdad/get warmth"}},
       {
        "box": {
         "id": "obj-4",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 4,
         "outlettype": ["", "", "", ""],
         "patching_rect": [20.0, 190.0, 548.0, 22.0],
         "text": "route /sdad/control/warmth /sdad/control/warmth/db /sdad/control/warmth/auto"
        }
       },
       {"box": {"id": "obj-5", "maxclass": "newobj", "numinlets": 0, "numoutlets": 1, "outlettype": [""], "patching_rect": [20.0, 160.0, 79.0, 22.0], "text": "r sdad-in"}},
       {"box": {"id": "obj-6", "maxclass": "inlet", "numinlets": 0, "numoutlets": 1, "outlettype": [""], "patching_rect": [20.0, 20.0, 30.0, 22.0], "index": 1, "comment": ""}},
       {"box": {"id": "obj-7", "maxclass": "newobj", "numinlets": 1, "numoutlets": 1, "outlettype": [""], "patching_rect": [20.0, 100.0, 212.0, 22.0], "text": "prepend /sdad/control/warmth"}},
       {"box": {"id": "obj-8", "maxclass": "newobj", "numinlets": 1, "numoutlets": 1, "outlettype": [""], "patching_rect": [80.0, 50.0, 37.0, 22.0], "text": "t b"}},
       {"box": {"id": "obj-9", "maxclass": "outlet", "numinlets": 1, "numoutlets": 0, "outlettype": [], "patching_rect": [20.0, 250.0, 30.0, 22.0], "index": 1, "comment": ""}},
       {"box": {"id": "obj-10", "maxclass": "newobj", "numinlets": 1, "numoutlets": 1, "outlettype": [""], "patching_rect": [20.0, 220.0, 93.0, 22.0], "text": "prepend set"}},
       {"box": {"id": "obj-11", "maxclass": "inlet", "numinlets": 0, "numoutlets": 1, "outlettype": [""], "patching_rect": [200.0, 20.0, 30.0, 22.0], "index": 2, "comment": ""}},
       {"box": {"id": "obj-12", "maxclass": "newobj", "numinlets": 1, "numoutlets": 1, "outlettype": [""], "patching_rect": [200.0, 100.0, 233.0, 22.0], "text": "prepend /sdad/control/warmth/db"}},
       {"box": {"id": "obj-13", "maxclass": "newobj", "numinlets": 1, "numoutlets": 1, "outlettype": [""], "patching_rect": [260.0, 50.0, 37.0, 22.0], "text": "t b"}},
       {"box": {"id": "obj-14", "maxclass": "outlet", "numinlets": 1, "numoutlets": 0, "outlettype": [], "patching_rect": [200.0, 250.0, 30.0, 22.0], "index": 2, "comment": ""}},
       {"box": {"id": "obj-15", "maxclass": "newobj", "numinlets": 1, "numoutlets": 1, "outlettype": [""], "patching_rect": [200.0, 220.0, 93.0, 22.0], "text": "prepend set"}},
       {"box": {"id": "obj-16", "maxclass": "inlet", "numinlets": 0, "numoutlets": 1, "outlettype": [""], "patching_rect": [380.0, 20.0, 30.0, 22.0], "index": 3, "comment": ""}},
       {"box": {"id": "obj-17", "maxclass": "newobj", "numinlets": 1, "numoutlets": 1, "outlettype": [""], "patching_rect": [380.0, 100.0, 247.0, 22.0], "text": "prepend /sdad/control/warmth/auto"}},
       {"box": {"id": "obj-18", "maxclass": "newobj", "numinlets": 1, "numoutlets": 1, "outlettype": [""], "patching_rect": [440.0, 50.0, 37.0, 22.0], "text": "t b"}},
       {"box": {"id": "obj-19", "maxclass": "outlet", "numinlets": 1, "numoutlets": 0, "outlettype": [], "patching_rect": [380.0, 250.0, 30.0, 22.0], "index": 3, "comment": ""}},
       {"box": {"id": "obj-20", "maxclass": "newobj", "numinlets": 1, "numoutlets": 1, "outlettype": [""], "patching_rect": [380.0, 220.0, 93.0, 22.0], "text": "prepend set"}},
       {"box": {"id": "obj-21", "maxclass": "newobj", "numinlets": 1, "numoutlets": 1, "outlettype": [""], "patching_rect": [560.0, 190.0, 37.0, 22.0], "text": "t b"}},
       {"box": {"id": "obj-22", "maxclass": "message", "numinlets": 2, "numoutlets": 1, "outlettype": [""], "patching_rect": [560.0, 220.0, 51.0, 22.0], "text": "set 0"}}
      ],
      "lines": [
       {"patchline": {"source": ["obj-2", 0], "destination": ["obj-3", 0]}},
       {"patchline": {"source": ["obj-3", 0], "destination": ["obj-1", 0]}},
       {"patchline": {"source": ["obj-5", 0], "destination": ["obj-4", 0]}},
       {"patchline": {"source": ["obj-6", 0], "destination": ["obj-7", 0]}},
       {"patchline": {"source": ["obj-7", 0], "destination": ["obj-1", 0]}},
       {"patchline": {"source": ["obj-6", 0], "destination": ["obj-8", 0]}},
       {"patchline": {"source": ["obj-8", 0], "destination": ["obj-2", 0]}},
       {"patchline": {"source": ["obj-4", 0], "destination": ["obj-10", 0]}},
       {"patchline": {"source": ["obj-10", 0], "destination": ["obj-9", 0]}},
       {"patchline": {"source": ["obj-11", 0], "destination": ["obj-12", 0]}},
       {"patchline": {"source": ["obj-12", 0], "destination": ["obj-1", 0]}},
       {"patchline": {"source": ["obj-11", 0], "destination": ["obj-13", 0]}},
       {"patchline": {"source": ["obj-13", 0], "destination": ["obj-2", 0]}},
       {"patchline": {"source": ["obj-4", 1], "destination": ["obj-15", 0]}},
       {"patchline": {"source": ["obj-15", 0], "destination": ["obj-14", 0]}},
       {"patchline": {"source": ["obj-16", 0], "destination": ["obj-17", 0]}},
       {"patchline": {"source": ["obj-17", 0], "destination": ["obj-1", 0]}},
       {"patchline": {"source": ["obj-16", 0], "destination": ["obj-18", 0]}},
       {"patchline": {"source": ["obj-18", 0], "destination": ["obj-2", 0]}},
       {"patchline": {"source": ["obj-4", 2], "destination": ["obj-20", 0]}},
       {"patchline": {"source": ["obj-20", 0], "destination": ["obj-19", 0]}},
       {"patchline": {"source": ["obj-4", 0], "destination": ["obj-21", 0]}},
       {"patchline": {"source": ["obj-21", 0], "destination": ["obj-22", 0]}},
       {"patchline": {"source": ["obj-22", 0], "destination": ["obj-19", 0]}}
      ]
     }
    }
   },
   {
    "box": {
     "id": "obj-14",
     "maxclass": "slider",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [""],
     "patching_rect": [240.0, 74.0, 160.0, 20.0],
     "presentation": 1,
     "presentation_rect": [240.0, 74.0, 160.0, 20.0],
     "floatoutput": 1,
     "size": 1.0,
     "orientation": 1
    }
   },
   {
    "box": {
     "id": "obj-15",
     "maxclass": "flonum",
     "numinlets": 1,
     "numoutlets": 2,
     "outlettype": ["", ""],
     "patching_rect": [440.0, 74.0, 60.0, 22.0],
     "presentation": 1,
     "presentation_rect": [440.0, 74.0, 60.0, 22.0],
     "format": 6
    }
   },
   {
    "box": {
     "id": "obj-16",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [500.0, 74.0, 80.0, 22.0],
     "presentation": 1,
     "presentation_rect": [500.0, 74.0, 80.0, 22.0],
     "text": "dB"
    }
   },
   {
    "box": {
     "id": "obj-17",
     "maxclass": "toggle",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [""],
     "patching_rect": [410.0, 74.0, 20.0, 20.0],
     "presentation": 1,
     "presentation_rect": [410.0, 74.0, 20.0, 20.0],
     "hint": "auto: left to the model"
    }
   },
   {
    "box": {
     "id": "obj-18",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [10.0, 102.0, 230.0, 22.0],
     "presentation": 1,
     "presentation_rect": [10.0, 102.0, 230.0, 22.0],
     "text": "Roughness: smooth – rough"
    }
   },
   {
    "box": {
     "id": "obj-19",
     "maxclass": "newobj",
     "numinlets": 3,
     "numoutlets": 3,
     "outlettype": ["", "", ""],
     "patching_rect": [1200.0, 102.0, 93.0, 22.0],
     "text": "p roughness",
     "patcher": {
      "fileversion": 1,
      "appversion": {"major": 8, "minor": 5, "revision": 0, "architecture": "x64", "modernui": 1},
      "classnamespace": "box",
      "rect": [60.0, 90.0, 700.0, 260.0],
      "openinpresentation": 0,
      "boxes": [
       {"box": {"id": "obj-1", "maxclass": "newobj", "numinlets": 1, "numoutlets": 0, "outlettype": [], "patching_rect": [20.0, 130.0, 86.0, 22.0], "text": "s sdad-out"}},
       {"box": {"id": "obj-2", "maxclass": "newobj", "numinlets": 2, "numoutlets": 1, "outlettype": [""], "patching_rect": [560.0, 80.0, 79.0, 22.0], "text": "delay 200"}},
       {"box": {"id": "obj-3", "maxclass": "message", "numinlets": 2, "numoutlets": 1, "outlettype": [""], "patching_rect": [560.0, 110.0, 149.0, 22.0], "text": "/sdad/get roughness"}},
       {
        "box": {
         "id": "obj-4",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 4,
         "outlettype": ["", "", "", ""],
         "patching_rect": [20.0, 190.0, 632.0, 22.0],
         "text": "route /sdad/control/roughness /sdad/control/roughness/asper /sdad/control/roughness/auto"
        }
       },
       {"box": {"id": "obj-5", "maxclass": "newobj", "numinlets": 0, "numoutlets": 1, "outlettype": [""], "patching_rect": [20.0, 160.0, 79.0, 22.0], "text": "r sdad-in"}},
       {"box": {"id": "obj-6", "maxclass": "inlet", "numinlets": 0, "numoutlets": 1, "outlettype": [""], "patching_rect": [20.0, 20.0, 30.0, 22.0], "index": 1, "comment": ""}},
       {"box": {"id": "obj-7", "maxclass": "newobj", "numinlets": 1, "numoutlets": 1, "outlettype": [""], "patching_rect": [20.0, 100.0, 233.0, 22.0], "text": "prepend /sdad/control/roughness"}},
       {"box": {"id": "obj-8", "maxclass": "newobj", "numinlets": 1, "numoutlets": 1, "outlettype": [""], "patching_rect": [80.0, 50.0, 37.0, 22.0], "text": "t b"}},
       {"box": {"id": "obj-9", "maxclass": "outlet", "numinlets": 1, "numoutlets": 0, "outlettype": [], "patching_rect": [20.0, 250.0, 30.0, 22.0], "index": 1, "comment": ""}},
       {"box": {"id": "obj-10", "maxclass": "newobj", "numinlets": 1, "numoutlets": 1, "outlettype": [""], "patching_rect": [20.0, 220.0, 93.0, 22.0], "text": "prepend set"}},
       {"box": {"id": "obj-11", "maxclass": "inlet", "numinlets": 0, "numoutlets": 1, "outlettype": [""], "patching_rect": [200.0, 20.0, 30.0, 22.0], "index": 2, "comment": ""}},
       {
        "box": {"id": "obj-12", "maxclass": "newobj", "numinlets": 1, "numoutlets": 1, "outlettype": [""], "patching_rect": [200.0, 100.0, 275.0, 22.0], "text": "prepend /sdad/control/roughness/asper"}
       },
       {"box": {"id": "obj-13", "maxclass": "newobj", "numinlets": 1, "numoutlets": 1, "outlettype": [""], "patching_rect": [260.0, 50.0, 37.0, 22.0], "text": "t b"}},
       {"box": {"id": "obj-14", "maxclass": "outlet", "numinlets": 1, "numoutlets": 0, "outlettype": [], "patching_rect": [200.0, 250.0, 30.0, 22.0], "index": 2, "comment": ""}},
       {"box": {"id": "obj-15", "maxclass": "newobj", "numinlets": 1, "numoutlets": 1, "outlettype": [""], "patching_rect": [200.0, 220.0, 93.0, 22.0], "text": "prepend set"}},
       {"box": {"id": "obj-16", "maxclass": "inlet", "numinlets": 0, "numoutlets": 1, "outlettype": [""], "patching_rect": [380.0, 20.0, 30.0, 22.0], "index": 3, "comment": ""}},
       {
        "box": {"id": "obj-17", "maxclass": "newobj", "numinlets": 1, "numoutlets": 1, "outlettype": [""], "patching_rect": [380.0, 100.0, 268.0, 22.0], "text": "prepend /sdad/control/roughness/auto"}
       },
       {"box": {"id": "obj-18", "maxclass": "newobj", "numinlets": 1, "numoutlets": 1, "outlettype": [""], "patching_rect": [440.0, 50.0, 37.0, 22.0], "text": "t b"}},
       {"box": {"id": "obj-19", "maxclass": "outlet", "numinlets": 1, "numoutlets": 0, "outlettype": [], "patching_rect": [380.0, 250.0, 30.0, 22.0], "index": 3, "comment": ""}},
       {"box": {"id": "obj-20", "maxclass": "newobj", "numinlets": 1, "numoutlets": 1, "outlettype": [""], "patching_rect": [380.0, 220.0, 93.0, 22.0], "text": "prepend set"}},
       {"box": {"id": "obj-21", "maxclass": "newobj", "numinlets": 1, "numoutlets": 1, "outlettype": [""], "patching_rect": [560.0, 190.0, 37.0, 22.0], "text": "t b"}},
       {"box": {"id": "obj-22", "maxclass": "message", "numinlets": 2, "numoutlets": 1, "outlettype": [""], "patching_rect": [560.0, 220.0, 51.0, 22.0], "text": "set 0"}}
      ],
      "lines": [
       {"patchline": {"source": ["obj-2", 0], "destination": ["obj-3", 0]}},
       {"patchline": {"source": ["obj-3", 0], "destination": ["obj-1", 0]}},
       {"patchline": {"source": ["obj-5", 0], "destination": ["obj-4", 0]}},
       {"patchline": {"source": ["obj-6", 0], "destination": ["obj-7", 0]}},
       {"patchline": {"source": ["obj-7", 0], "destination": ["obj-1", 0]}},
       {"patchline": {"source": ["obj-6", 0], "destination": ["obj-8", 0]}},
       {"patchline": {"source": ["obj-8", 0], "destination": ["obj-2", 0]}},
       {"patchline": {"source": ["obj-4", 0], "destination": ["obj-10", 0]}},
       {"patchline": {"source": ["obj-10", 0], "destination": ["obj-9", 0]}},
       {"patchline": {"source": ["obj-11", 0], "destination": ["obj-12", 0]}},
       {"patchline": {"source": ["obj-12", 0], "destination": ["obj-1", 0]}},
       {"patchline": {"source": ["obj-11", 0], "destination": ["obj-13", 0]}},
       {"patchline": {"source": ["obj-13", 0], "destination": ["obj-2", 0]}},
       {"patchline": {"source": ["obj-4", 1], "destination": ["obj-15", 0]}},
       {"patchline": {"source": ["obj-15", 0], "destination": ["obj-14", 0]}},
       {"patchline": {"source": ["obj-16", 0], "destination": ["obj-17", 0]}},
       {"patchline": {"source": ["obj-17", 0], "destination": ["obj-1", 0]}},
       {"patchline": {"source": ["obj-16", 0], "destination": ["obj-18", 0]}},
       {"patchline": {"source": ["obj-18", 0], "destination": ["obj-2", 0]}},
       {"patchline": {"source": ["obj-4", 2], "destination": ["obj-20", 0]}},
       {"patchline": {"source": ["obj-20", 0], "destination": ["obj-19", 0]}},
       {"patchline": {"source": ["obj-4", 0], "destination": ["obj-21", 0]}},
       {"patchline": {"source": ["obj-21", 0], "destination": ["obj-22", 0]}},
       {"patchline": {"source": ["obj-22", 0], "destination": ["obj-19", 0]}}
      ]
     }
    }
   },
   {
    "box": {
     "id": "obj-20",
     "maxclass": "slider",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [""],
     "patching_rect": [240.0, 102.0, 160.0, 20.0],
     "presentation": 1,
     "presentation_rect": [240.0, 102.0, 160.0, 20.0],
     "floatoutput": 1,
     "size": 1.0,
     "orientation": 1
    }
   },
   {
    "box": {
     "id": "obj-21",
     "maxclass": "flonum",
     "numinlets": 1,
     "numoutlets": 2,
     "outlettype": ["", ""],
     "patching_rect": [440.0, 102.0, 60.0, 22.0],
     "presentation": 1,
     "presentation_rect": [440.0, 102.0, 60.0, 22.0],
     "format": 6
    }
   },
   {
    "box": {
     "id": "obj-22",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [500.0, 102.0, 80.0, 22.0],
     "presentation": 1,
     "presentation_rect": [500.0, 102.0, 80.0, 22.0],
     "text": "asper-like"
    }
   },
   {
    "box": {
     "id": "obj-23",
     "maxclass": "toggle",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [""],
     "patching_rect": [410.0, 102.0, 20.0, 20.0],
     "presentation": 1,
     "presentation_rect": [410.0, 102.0, 20.0, 20.0],
     "hint": "auto: left to the model"
    }
   },
   {
    "box": {
     "id": "obj-24",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [10.0, 130.0, 230.0, 22.0],
     "presentation": 1,
     "presentation_rect": [10.0, 130.0, 230.0, 22.0],
     "text": "Tension: consonant – dissonant"
    }
   },
   {
    "box": {
     "id": "obj-25",
     "maxclass": "newobj",
     "numinlets": 3,
     "numoutlets": 3,
     "outlettype": ["", "", ""],
     "patching_rect": [1200.0, 130.0, 79.0, 22.0],
     "text": "p tension",
     "patcher": {
      "fileversion": 1,
      "appversion": {"major": 8, "minor": 5, "revision": 0, "architecture": "x64", "modernui": 1},
      "classnamespace": "box",
      "rect": [60.0, 90.0, 700.0, 260.0],
      "openinpresentation": 0,
      "boxes": [
       {"box": {"id": "obj-1", "maxclass": "newobj", "numinlets": 1, "numoutlets": 0, "outlettype": [], "patching_rect": [20.0, 130.0, 86.0, 22.0], "text": "s sdad-out"}},
       {"box": {"id": "obj-2", "maxclass": "newobj", "numinlets": 2, "numoutlets": 1, "outlettype": [""], "patching_rect": [560.0, 80.0, 79.0, 22.0], "text": "delay 200"}},
       {"box": {"id": "obj-3", "maxclass": "message", "numinlets": 2, "numoutlets": 1, "outlettype": [""], "patching_rect": [560.0, 110.0, 135.0, 22.0], "text": "/sdad/get tension"}},
       {
        "box": {
         "id": "obj-4",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 4,
         "outlettype": ["", "", "", ""],
         "patching_rect": [20.0, 190.0, 590.0, 22.0],
         "text": "route /sdad/control/tension /sdad/control/tension/value /sdad/control/tension/auto"
        }
       },
       {"box": {"id": "obj-5", "maxclass": "newobj", "numinlets": 0, "numoutlets": 1, "outlettype": [""], "patching_rect": [20.0, 160.0, 79.0, 22.0], "text": "r sdad-in"}},
       {"box": {"id": "obj-6", "maxclass": "inlet", "numinlets": 0, "numoutlets": 1, "outlettype": [""], "patching_rect": [20.0, 20.0, 30.0, 22.0], "index": 1, "comment": ""}},
       {"box": {"id": "obj-7", "maxclass": "newobj", "numinlets": 1, "numoutlets": 1, "outlettype": [""], "patching_rect": [20.0, 100.0, 219.0, 22.0], "text": "prepend /sdad/control/tension"}},
       {"box": {"id": "obj-8", "maxclass": "newobj", "numinlets": 1, "numoutlets": 1, "outlettype": [""], "patching_rect": [80.0, 50.0, 37.0, 22.0], "text": "t b"}},
       {"box": {"id": "obj-9", "maxclass": "outlet", "numinlets": 1, "numoutlets": 0, "outlettype": [], "patching_rect": [20.0, 250.0, 30.0, 22.0], "index": 1, "comment": ""}},
       {"box": {"id": "obj-10", "maxclass": "newobj", "numinlets": 1, "numoutlets": 1, "outlettype": [""], "patching_rect": [20.0, 220.0, 93.0, 22.0], "text": "prepend set"}},
       {"box": {"id": "obj-11", "maxclass": "inlet", "numinlets": 0, "numoutlets": 1, "outlettype": [""], "patching_rect": [200.0, 20.0, 30.0, 22.0], "index": 2, "comment": ""}},
       {"box": {"id": "obj-12", "maxclass": "newobj", "numinlets": 1, "numoutlets": 1, "outlettype": [""], "patching_rect": [200.0, 100.0, 261.0, 22.0], "text": "prepend /sdad/control/tension/value"}},
       {"box": {"id": "obj-13", "maxclass": "newobj", "numinlets": 1, "numoutlets": 1, "outlettype": [""], "patching_rect": [260.0, 50.0, 37.0, 22.0], "text": "t b"}},
       {"box": {"id": "obj-14", "maxclass": "outlet", "numinlets": 1, "numoutlets": 0, "outlettype": [], "patching_rect": [200.0, 250.0, 30.0, 22.0], "index": 2, "comment": ""}},
       {"box": {"id": "obj-15", "maxclass": "newobj", "numinlets": 1, "numoutlets": 1, "outlettype": [""], "patching_rect": [200.0, 220.0, 93.0, 22.0], "text": "prepend set"}},
       {"box": {"id": "obj-16", "maxclass": "inlet", "numinlets": 0, "numoutlets": 1, "outlettype": [""], "patching_rect": [380.0, 20.0, 30.0, 22.0], "index": 3, "comment": ""}},
       {"box": {"id": "obj-17", "maxclass": "newobj", "numinlets": 1, "numoutlets": 1, "outlettype": [""], "patching_rect": [380.0, 100.0, 254.0, 22.0], "text": "prepend /sdad/control/tension/auto"}},
       {"box": {"id": "obj-18", "maxclass": "newobj", "numinlets": 1, "numoutlets": 1, "outlettype": [""], "patching_rect": [440.0, 50.0, 37.0, 22.0], "text": "t b"}},
       {"box": {"id": "obj-19", "maxclass": "outlet", "numinlets": 1, "numoutlets": 0, "outlettype": [], "patching_rect": [380.0, 250.0, 30.0, 22.0], "index": 3, "comment": ""}},
       {"box": {"id": "obj-20", "maxclass": "newobj", "numinlets": 1, "numoutlets": 1, "outlettype": [""], "patching_rect": [380.0, 220.0, 93.0, 22.0], "text": "prepend set"}},
       {"box": {"id": "obj-21", "maxclass": "newobj", "numinlets": 1, "numoutlets": 1, "outlettype": [""], "patching_rect": [560.0, 190.0, 37.0, 22.0], "text": "t b"}},
       {"box": {"id": "obj-22", "maxclass": "message", "numinlets": 2, "numoutlets": 1, "outlettype": [""], "patching_rect": [560.0, 220.0, 51.0, 22.0], "text": "set 0"}}
      ],
      "lines": [
       {"patchline": {"source": ["obj-2", 0], "destination": ["obj-3", 0]}},
       {"patchline": {"source": ["obj-3", 0], "destination": ["obj-1", 0]}},
       {"patchline": {"source": ["obj-5", 0], "destination": ["obj-4", 0]}},
       {"patchline": {"source": ["obj-6", 0], "destination": ["obj-7", 0]}},
       {"patchline": {"source": ["obj-7", 0], "destination": ["obj-1", 0]}},
       {"patchline": {"source": ["obj-6", 0], "destination": ["obj-8", 0]}},
       {"patchline": {"source": ["obj-8", 0], "destination": ["obj-2", 0]}},
       {"patchline": {"source": ["obj-4", 0], "destination": ["obj-10", 0]}},
       {"patchline": {"source": ["obj-10", 0], "destination": ["obj-9", 0]}},
       {"patchline": {"source": ["obj-11", 0], "destination": ["obj-12", 0]}},
       {"patchline": {"source": ["obj-12", 0], "destination": ["obj-1", 0]}},
       {"patchline": {"source": ["obj-11", 0], "destination": ["obj-13", 0]}},
       {"patchline": {"source": ["obj-13", 0], "destination": ["obj-2", 0]}},
       {"patchline": {"source": ["obj-4", 1], "destination": ["obj-15", 0]}},
       {"patchline": {"source": ["obj-15", 0], "destination": ["obj-14", 0]}},
       {"patchline": {"source": ["obj-16", 0], "destination": ["obj-17", 0]}},
       {"patchline": {"source": ["obj-17", 0], "destination": ["obj-1", 0]}},
       {"patchline": {"source": ["obj-16", 0], "destination": ["obj-18", 0]}},
       {"patchline": {"source": ["obj-18", 0], "destination": ["obj-2", 0]}},
       {"patchline": {"source": ["obj-4", 2], "destination": ["obj-20", 0]}},
       {"patchline": {"source": ["obj-20", 0], "destination": ["obj-19", 0]}},
       {"patchline": {"source": ["obj-4", 0], "destination": ["obj-21", 0]}},
       {"patchline": {"source": ["obj-21", 0], "destination": ["obj-22", 0]}},
       {"patchline": {"source": ["obj-22", 0], "destination": ["obj-19", 0]}}
      ]
     }
    }
   },
   {
    "box": {
     "id": "obj-26",
     "maxclass": "slider",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [""],
     "patching_rect": [240.0, 130.0, 160.0, 20.0],
     "presentation": 1,
     "presentation_rect": [240.0, 130.0, 160.0, 20.0],
     "floatoutput": 1,
     "size": 1.0,
     "orientation": 1
    }
   },
   {
    "box": {
     "id": "obj-27",
     "maxclass": "flonum",
     "numinlets": 1,
     "numoutlets": 2,
     "outlettype": ["", ""],
     "patching_rect": [440.0, 130.0, 60.0, 22.0],
     "presentation": 1,
     "presentation_rect": [440.0, 130.0, 60.0, 22.0],
     "format": 6
    }
   },
   {
    "box": {
     "id": "obj-28",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [500.0, 130.0, 80.0, 22.0],
     "presentation": 1,
     "presentation_rect": [500.0, 130.0, 80.0, 22.0],
     "text": "0-1"
    }
   },
   {
    "box": {
     "id": "obj-29",
     "maxclass": "toggle",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [""],
     "patching_rect": [410.0, 130.0, 20.0, 20.0],
     "presentation": 1,
     "presentation_rect": [410.0, 130.0, 20.0, 20.0],
     "hint": "auto: left to the model"
    }
   },
   {
    "box": {
     "id": "obj-30",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [10.0, 158.0, 230.0, 22.0],
     "presentation": 1,
     "presentation_rect": [10.0, 158.0, 230.0, 22.0],
     "text": "Rhythm: ambient – rhythmic"
    }
   },
   {
    "box": {
     "id": "obj-31",
     "maxclass": "newobj",
     "numinlets": 3,
     "numoutlets": 3,
     "outlettype": ["", "", ""],
     "patching_rect": [1200.0, 158.0, 72.0, 22.0],
     "text": "p rhythm",
     "patcher": {
      "fileversion": 1,
      "appversion": {"major": 8, "minor": 5, "revision": 0, "architecture": "x64", "modernui": 1},
      "classnamespace": "box",
      "rect": [60.0, 90.0, 700.0, 260.0],
      "openinpresentation": 0,
      "boxes": [
       {"box": {"id": "obj-1", "maxclass": "newobj", "numinlets": 1, "numoutlets": 0, "outlettype": [], "patching_rect": [20.0, 130.0, 86.0, 22.0], "text": "s sdad-out"}},
       {"box": {"id": "obj-2", "maxclass": "newobj", "numinlets": 2, "numoutlets": 1, "outlettype": [""], "patching_rect": [560.0, 80.0, 79.0, 22.0], "text": "delay 200"}},
       {"box": {"id": "obj-3", "maxclass": "message", "numinlets": 2, "numoutlets": 1, "outlettype": [""], "patching_rect": [560.0, 110.0, 128.0, 22.0], "text": "/sdad/get rhythm"}},
       {
        "box": {
         "id": "obj-4",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 4,
         "outlettype": ["", "", "", ""],
         "patching_rect": [20.0, 190.0, 569.0, 22.0],
         "text": "route /sdad/control/rhythm /sdad/control/rhythm/value /sdad/control/rhythm/auto"
        }
       },
       {"box": {"id": "obj-5", "maxclass": "newobj", "numinlets": 0, "numoutlets": 1, "outlettype": [""], "patching_rect": [20.0, 160.0, 79.0, 22.0], "text": "r sdad-in"}},
       {"box": {"id": "obj-6", "maxclass": "inlet", "numinlets": 0, "numoutlets": 1, "outlettype": [""], "patching_rect": [20.0, 20.0, 30.0, 22.0], "index": 1, "comment": ""}},
       {"box": {"id": "obj-7", "maxclass": "newobj", "numinlets": 1, "numoutlets": 1, "outlettype": [""], "patching_rect": [20.0, 100.0, 212.0, 22.0], "text": "prepend /sdad/control/rhythm"}},
       {"box": {"id": "obj-8", "maxclass": "newobj", "numinlets": 1, "numoutlets": 1, "outlettype": [""], "patching_rect": [80.0, 50.0, 37.0, 22.0], "text": "t b"}},
       {"box": {"id": "obj-9", "maxclass": "outlet", "numinlets": 1, "numoutlets": 0, "outlettype": [], "patching_rect": [20.0, 250.0, 30.0, 22.0], "index": 1, "comment": ""}},
       {"box": {"id": "obj-10", "maxclass": "newobj", "numinlets": 1, "numoutlets": 1, "outlettype": [""], "patching_rect": [20.0, 220.0, 93.0, 22.0], "text": "prepend set"}},
       {"box": {"id": "obj-11", "maxclass": "inlet", "numinlets": 0, "numoutlets": 1, "outlettype": [""], "patching_rect": [200.0, 20.0, 30.0, 22.0], "index": 2, "comment": ""}},
       {"box": {"id": "obj-12", "maxclass": "newobj", "numinlets": 1, "numoutlets": 1, "outlettype": [""], "patching_rect": [200.0, 100.0, 254.0, 22.0], "text": "prepend /sdad/control/rhythm/value"}},
       {"box": {"id": "obj-13", "maxclass": "newobj", "numinlets": 1, "numoutlets": 1, "outlettype": [""], "patching_rect": [260.0, 50.0, 37.0, 22.0], "text": "t b"}},
       {"box": {"id": "obj-14", "maxclass": "outlet", "numinlets": 1, "numoutlets": 0, "outlettype": [], "patching_rect": [200.0, 250.0, 30.0, 22.0], "index": 2, "comment": ""}},
       {"box": {"id": "obj-15", "maxclass": "newobj", "numinlets": 1, "numoutlets": 1, "outlettype": [""], "patching_rect": [200.0, 220.0, 93.0, 22.0], "text": "prepend set"}},
       {"box": {"id": "obj-16", "maxclass": "inlet", "numinlets": 0, "numoutlets": 1, "outlettype": [""], "patching_rect": [380.0, 20.0, 30.0, 22.0], "index": 3, "comment": ""}},
       {"box": {"id": "obj-17", "maxclass": "newobj", "numinlets": 1, "numoutlets": 1, "outlettype": [""], "patching_rect": [380.0, 100.0, 247.0, 22.0], "text": "prepend /sdad/control/rhythm/auto"}},
       {"box": {"id": "obj-18", "maxclass": "newobj", "numinlets": 1, "numoutlets": 1, "outlettype": [""], "patching_rect": [440.0, 50.0, 37.0, 22.0], "text": "t b"}},
       {"box": {"id": "obj-19", "maxclass": "outlet", "numinlets": 1, "numoutlets": 0, "outlettype": [], "patching_rect": [380.0, 250.0, 30.0, 22.0], "index": 3, "comment": ""}},
       {"box": {"id": "obj-20", "maxclass": "newobj", "numinlets": 1, "numoutlets": 1, "outlettype": [""], "patching_rect": [380.0, 220.0, 93.0, 22.0], "text": "prepend set"}},
       {"box": {"id": "obj-21", "maxclass": "newobj", "numinlets": 1, "numoutlets": 1, "outlettype": [""], "patching_rect": [560.0, 190.0, 37.0, 22.0], "text": "t b"}},
       {"box": {"id": "obj-22", "maxclass": "message", "numinlets": 2, "numoutlets": 1, "outlettype": [""], "patching_rect": [560.0, 220.0, 51.0, 22.0], "text": "set 0"}}
      ],
      "lines": [
       {"patchline": {"source": ["obj-2", 0], "destination": ["obj-3", 0]}},
       {"patchline": {"source": ["obj-3", 0], "destination": ["obj-1", 0]}},
       {"patchline": {"source": ["obj-5", 0], "destination": ["obj-4", 0]}},
       {"patchline": {"source": ["obj-6", 0], "destination": ["obj-7", 0]}},
       {"patchline": {"source": ["obj-7", 0], "destination": ["obj-1", 0]}},
       {"patchline": {"source": ["obj-6", 0], "destination": ["obj-8", 0]}},
       {"patchline": {"source": ["obj-8", 0], "destination": ["obj-2", 0]}},
       {"patchline": {"source": ["obj-4", 0], "destination": ["obj-10", 0]}},
       {"patchline": {"source": ["obj-10", 0], "destination": ["obj-9", 0]}},
       {"patchline": {"source": ["obj-11", 0], "destination": ["obj-12", 0]}},
       {"patchline": {"source": ["obj-12", 0], "destination": ["obj-1", 0]}},
       {"patchline": {"source": ["obj-11", 0], "destination": ["obj-13", 0]}},
       {"patchline": {"source": ["obj-13", 0], "destination": ["obj-2", 0]}},
       {"patchline": {"source": ["obj-4", 1], "destination": ["obj-15", 0]}},
       {"patchline": {"source": ["obj-15", 0], "destination": ["obj-14", 0]}},
       {"patchline": {"source": ["obj-16", 0], "destination": ["obj-17", 0]}},
       {"patchline": {"source": ["obj-17", 0], "destination": ["obj-1", 0]}},
       {"patchline": {"source": ["obj-16", 0], "destination": ["obj-18", 0]}},
       {"patchline": {"source": ["obj-18", 0], "destination": ["obj-2", 0]}},
       {"patchline": {"source": ["obj-4", 2], "destination": ["obj-20", 0]}},
       {"patchline": {"source": ["obj-20", 0], "destination": ["obj-19", 0]}},
       {"patchline": {"source": ["obj-4", 0], "destination": ["obj-21", 0]}},
       {"patchline": {"source": ["obj-21", 0], "destination": ["obj-22", 0]}},
       {"patchline": {"source": ["obj-22", 0], "destination": ["obj-19", 0]}}
      ]
     }
    }
   },
   {
    "box": {
     "id": "obj-32",
     "maxclass": "slider",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [""],
     "patching_rect": [240.0, 158.0, 160.0, 20.0],
     "presentation": 1,
     "presentation_rect": [240.0, 158.0, 160.0, 20.0],
     "floatoutput": 1,
     "size": 1.0,
     "orientation": 1
    }
   },
   {
    "box": {
     "id": "obj-33",
     "maxclass": "flonum",
     "numinlets": 1,
     "numoutlets": 2,
     "outlettype": ["", ""],
     "patching_rect": [440.0, 158.0, 60.0, 22.0],
     "presentation": 1,
     "presentation_rect": [440.0, 158.0, 60.0, 22.0],
     "format": 6
    }
   },
   {
    "box": {
     "id": "obj-34",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [500.0, 158.0, 80.0, 22.0],
     "presentation": 1,
     "presentation_rect": [500.0, 158.0, 80.0, 22.0],
     "text": "0-1"
    }
   },
   {
    "box": {
     "id": "obj-35",
     "maxclass": "toggle",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [""],
     "patching_rect": [410.0, 158.0, 20.0, 20.0],
     "presentation": 1,
     "presentation_rect": [410.0, 158.0, 20.0, 20.0],
     "hint": "auto: left to the model"
    }
   },
   {
    "box": {
     "id": "obj-36",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [10.0, 186.0, 230.0, 22.0],
     "presentation": 1,
     "presentation_rect": [10.0, 186.0, 230.0, 22.0],
     "text": "Pulse strength: faint – strong"
    }
   },
   {
    "box": {
     "id": "obj-37",
     "maxclass": "newobj",
     "numinlets": 3,
     "numoutlets": 3,
     "outlettype": ["", "", ""],
     "patching_rect": [1200.0, 186.0, 65.0, 22.0],
     "text": "p pulse",
     "patcher": {
      "fileversion": 1,
      "appversion": {"major": 8, "minor": 5, "revision": 0, "architecture": "x64", "modernui": 1},
      "classnamespace": "box",
      "rect": [60.0, 90.0, 700.0, 260.0],
      "openinpresentation": 0,
      "boxes": [
       {"box": {"id": "obj-1", "maxclass": "newobj", "numinlets": 1, "numoutlets": 0, "outlettype": [], "patching_rect": [20.0, 130.0, 86.0, 22.0], "text": "s sdad-out"}},
       {"box": {"id": "obj-2", "maxclass": "newobj", "numinlets": 2, "numoutlets": 1, "outlettype": [""], "patching_rect": [560.0, 80.0, 79.0, 22.0], "text": "delay 200"}},
       {"box": {"id": "obj-3", "maxclass": "message", "numinlets": 2, "numoutlets": 1, "outlettype": [""], "patching_rect": [560.0, 110.0, 121.0, 22.0], "text": "/sdad/get pulse"}},
       {
        "box": {
         "id": "obj-4",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 4,
         "outlettype": ["", "", "", ""],
         "patching_rect": [20.0, 190.0, 527.0, 22.0],
         "text": "route /sdad/control/pulse /sdad/control/pulse/db /sdad/control/pulse/auto"
        }
       },
       {"box": {"id": "obj-5", "maxclass": "newobj", "numinlets": 0, "numoutlets": 1, "outlettype": [""], "patching_rect": [20.0, 160.0, 79.0, 22.0], "text": "r sdad-in"}},
       {"box": {"id": "obj-6", "maxclass": "inlet", "numinlets": 0, "numoutlets": 1, "outlettype": [""], "patching_rect": [20.0, 20.0, 30.0, 22.0], "index": 1, "comment": ""}},
       {"box": {"id": "obj-7", "maxclass": "newobj", "numinlets": 1, "numoutlets": 1, "outlettype": [""], "patching_rect": [20.0, 100.0, 205.0, 22.0], "text": "prepend /sdad/control/pulse"}},
       {"box": {"id": "obj-8", "maxclass": "newobj", "numinlets": 1, "numoutlets": 1, "outlettype": [""], "patching_rect": [80.0, 50.0, 37.0, 22.0], "text": "t b"}},
       {"box": {"id": "obj-9", "maxclass": "outlet", "numinlets": 1, "numoutlets": 0, "outlettype": [], "patching_rect": [20.0, 250.0, 30.0, 22.0], "index": 1, "comment": ""}},
       {"box": {"id": "obj-10", "maxclass": "newobj", "numinlets": 1, "numoutlets": 1, "outlettype": [""], "patching_rect": [20.0, 220.0, 93.0, 22.0], "text": "prepend set"}},
       {"box": {"id": "obj-11", "maxclass": "inlet", "numinlets": 0, "numoutlets": 1, "outlettype": [""], "patching_rect": [200.0, 20.0, 30.0, 22.0], "index": 2, "comment": ""}},
       {"box": {"id": "obj-12", "maxclass": "newobj", "numinlets": 1, "numoutlets": 1, "outlettype": [""], "patching_rect": [200.0, 100.0, 226.0, 22.0], "text": "prepend /sdad/control/pulse/db"}},
       {"box": {"id": "obj-13", "maxclass": "newobj", "numinlets": 1, "numoutlets": 1, "outlettype": [""], "patching_rect": [260.0, 50.0, 37.0, 22.0], "text": "t b"}},
       {"box": {"id": "obj-14", "maxclass": "outlet", "numinlets": 1, "numoutlets": 0, "outlettype": [], "patching_rect": [200.0, 250.0, 30.0, 22.0], "index": 2, "comment": ""}},
       {"box": {"id": "obj-15", "maxclass": "newobj", "numinlets": 1, "numoutlets": 1, "outlettype": [""], "patching_rect": [200.0, 220.0, 93.0, 22.0], "text": "prepend set"}},
       {"box": {"id": "obj-16", "maxclass": "inlet", "numinlets": 0, "numoutlets": 1, "outlettype": [""], "patching_rect": [380.0, 20.0, 30.0, 22.0], "index": 3, "comment": ""}},
       {"box": {"id": "obj-17", "maxclass": "newobj", "numinlets": 1, "numoutlets": 1, "outlettype": [""], "patching_rect": [380.0, 100.0, 240.0, 22.0], "text": "prepend /sdad/control/pulse/auto"}},
       {"box": {"id": "obj-18", "maxclass": "newobj", "numinlets": 1, "numoutlets": 1, "outlettype": [""], "patching_rect": [440.0, 50.0, 37.0, 22.0], "text": "t b"}},
       {"box": {"id": "obj-19", "maxclass": "outlet", "numinlets": 1, "numoutlets": 0, "outlettype": [], "patching_rect": [380.0, 250.0, 30.0, 22.0], "index": 3, "comment": ""}},
       {"box": {"id": "obj-20", "maxclass": "newobj", "numinlets": 1, "numoutlets": 1, "outlettype": [""], "patching_rect": [380.0, 220.0, 93.0, 22.0], "text": "prepend set"}},
       {"box": {"id": "obj-21", "maxclass": "newobj", "numinlets": 1, "numoutlets": 1, "outlettype": [""], "patching_rect": [560.0, 190.0, 37.0, 22.0], "text": "t b"}},
       {"box": {"id": "obj-22", "maxclass": "message", "numinlets": 2, "numoutlets": 1, "outlettype": [""], "patching_rect": [560.0, 220.0, 51.0, 22.0], "text": "set 0"}}
      ],
      "lines": [
       {"patchline": {"source": ["obj-2", 0], "destination": ["obj-3", 0]}},
       {"patchline": {"source": ["obj-3", 0], "destination": ["obj-1", 0]}},
       {"patchline": {"source": ["obj-5", 0], "destination": ["obj-4", 0]}},
       {"patchline": {"source": ["obj-6", 0], "destination": ["obj-7", 0]}},
       {"patchline": {"source": ["obj-7", 0], "destination": ["obj-1", 0]}},
       {"patchline": {"source": ["obj-6", 0], "destination": ["obj-8", 0]}},
       {"patchline": {"source": ["obj-8", 0], "destination": ["obj-2", 0]}},
       {"patchline": {"source": ["obj-4", 0], "destination": ["obj-10", 0]}},
       {"patchline": {"source": ["obj-10", 0], "destination": ["obj-9", 0]}},
       {"patchline": {"source": ["obj-11", 0], "destination": ["obj-12", 0]}},
       {"patchline": {"source": ["obj-12", 0], "destination": ["obj-1", 0]}},
       {"patchline": {"source": ["obj-11", 0], "destination": ["obj-13", 0]}},
       {"patchline": {"source": ["obj-13", 0], "destination": ["obj-2", 0]}},
       {"patchline": {"source": ["obj-4", 1], "destination": ["obj-15", 0]}},
       {"patchline": {"source": ["obj-15", 0], "destination": ["obj-14", 0]}},
       {"patchline": {"source": ["obj-16", 0], "destination": ["obj-17", 0]}},
       {"patchline": {"source": ["obj-17", 0], "destination": ["obj-1", 0]}},
       {"patchline": {"source": ["obj-16", 0], "destination": ["obj-18", 0]}},
       {"patchline": {"source": ["obj-18", 0], "destination": ["obj-2", 0]}},
       {"patchline": {"source": ["obj-4", 2], "destination": ["obj-20", 0]}},
       {"patchline": {"source": ["obj-20", 0], "destination": ["obj-19", 0]}},
       {"patchline": {"source": ["obj-4", 0], "destination": ["obj-21", 0]}},
       {"patchline": {"source": ["obj-21", 0], "destination": ["obj-22", 0]}},
       {"patchline": {"source": ["obj-22", 0], "destination": ["obj-19", 0]}}
      ]
     }
    }
   },
   {
    "box": {
     "id": "obj-38",
     "maxclass": "slider",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [""],
     "patching_rect": [240.0, 186.0, 160.0, 20.0],
     "presentation": 1,
     "presentation_rect": [240.0, 186.0, 160.0, 20.0],
     "floatoutput": 1,
     "size": 1.0,
     "orientation": 1
    }
   },
   {
    "box": {
     "id": "obj-39",
     "maxclass": "flonum",
     "numinlets": 1,
     "numoutlets": 2,
     "outlettype": ["", ""],
     "patching_rect": [440.0, 186.0, 60.0, 22.0],
     "presentation": 1,
     "presentation_rect": [440.0, 186.0, 60.0, 22.0],
     "format": 6
    }
   },
   {
    "box": {
     "id": "obj-40",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [500.0, 186.0, 80.0, 22.0],
     "presentation": 1,
     "presentation_rect": [500.0, 186.0, 80.0, 22.0],
     "text": "dB"
    }
   },
   {
    "box": {
     "id": "obj-41",
     "maxclass": "toggle",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [""],
     "patching_rect": [410.0, 186.0, 20.0, 20.0],
     "presentation": 1,
     "presentation_rect": [410.0, 186.0, 20.0, 20.0],
     "hint": "auto: left to the model"
    }
   },
   {
    "box": {
     "id": "obj-42",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [10.0, 214.0, 230.0, 22.0],
     "presentation": 1,
     "presentation_rect": [10.0, 214.0, 230.0, 22.0],
     "text": "Density: sparse – dense"
    }
   },
   {
    "box": {
     "id": "obj-43",
     "maxclass": "newobj",
     "numinlets": 3,
     "numoutlets": 3,
     "outlettype": ["", "", ""],
     "patching_rect": [1200.0, 214.0, 79.0, 22.0],
     "text": "p density",
     "patcher": {
      "fileversion": 1,
      "appversion": {"major": 8, "minor": 5, "revision": 0, "architecture": "x64", "modernui": 1},
      "classnamespace": "box",
      "rect": [60.0, 90.0, 700.0, 260.0],
      "openinpresentation": 0,
      "boxes": [
       {"box": {"id": "obj-1", "maxclass": "newobj", "numinlets": 1, "numoutlets": 0, "outlettype": [], "patching_rect": [20.0, 130.0, 86.0, 22.0], "text": "s sdad-out"}},
       {"box": {"id": "obj-2", "maxclass": "newobj", "numinlets": 2, "numoutlets": 1, "outlettype": [""], "patching_rect": [560.0, 80.0, 79.0, 22.0], "text": "delay 200"}},
       {"box": {"id": "obj-3", "maxclass": "message", "numinlets": 2, "numoutlets": 1, "outlettype": [""], "patching_rect": [560.0, 110.0, 135.0, 22.0], "text": "/sdad/get density"}},
       {
        "box": {
         "id": "obj-4",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 4,
         "outlettype": ["", "", "", ""],
         "patching_rect": [20.0, 190.0, 625.0, 22.0],
         "text": "route /sdad/control/density /sdad/control/density/per_second /sdad/control/density/auto"
        }
       },
       {"box": {"id": "obj-5", "maxclass": "newobj", "numinlets": 0, "numoutlets": 1, "outlettype": [""], "patching_rect": [20.0, 160.0, 79.0, 22.0], "text": "r sdad-in"}},
       {"box": {"id": "obj-6", "maxclass": "inlet", "numinlets": 0, "numoutlets": 1, "outlettype": [""], "patching_rect": [20.0, 20.0, 30.0, 22.0], "index": 1, "comment": ""}},
       {"box": {"id": "obj-7", "maxclass": "newobj", "numinlets": 1, "numoutlets": 1, "outlettype": [""], "patching_rect": [20.0, 100.0, 219.0, 22.0], "text": "prepend /sdad/control/density"}},
       {"box": {"id": "obj-8", "maxclass": "newobj", "numinlets": 1, "numoutlets": 1, "outlettype": [""], "patching_rect": [80.0, 50.0, 37.0, 22.0], "text": "t b"}},
       {"box": {"id": "obj-9", "maxclass": "outlet", "numinlets": 1, "numoutlets": 0, "outlettype": [], "patching_rect": [20.0, 250.0, 30.0, 22.0], "index": 1, "comment": ""}},
       {"box": {"id": "obj-10", "maxclass": "newobj", "numinlets": 1, "numoutlets": 1, "outlettype": [""], "patching_rect": [20.0, 220.0, 93.0, 22.0], "text": "prepend set"}},
       {"box": {"id": "obj-11", "maxclass": "inlet", "numinlets": 0, "numoutlets": 1, "outlettype": [""], "patching_rect": [200.0, 20.0, 30.0, 22.0], "index": 2, "comment": ""}},
       {
        "box": {"id": "obj-12", "maxclass": "newobj", "numinlets": 1, "numoutlets": 1, "outlettype": [""], "patching_rect": [200.0, 100.0, 296.0, 22.0], "text": "prepend /sdad/control/density/per_second"}
       },
       {"box": {"id": "obj-13", "maxclass": "newobj", "numinlets": 1, "numoutlets": 1, "outlettype": [""], "patching_rect": [260.0, 50.0, 37.0, 22.0], "text": "t b"}},
       {"box": {"id": "obj-14", "maxclass": "outlet", "numinlets": 1, "numoutlets": 0, "outlettype": [], "patching_rect": [200.0, 250.0, 30.0, 22.0], "index": 2, "comment": ""}},
       {"box": {"id": "obj-15", "maxclass": "newobj", "numinlets": 1, "numoutlets": 1, "outlettype": [""], "patching_rect": [200.0, 220.0, 93.0, 22.0], "text": "prepend set"}},
       {"box": {"id": "obj-16", "maxclass": "inlet", "numinlets": 0, "numoutlets": 1, "outlettype": [""], "patching_rect": [380.0, 20.0, 30.0, 22.0], "index": 3, "comment": ""}},
       {"box": {"id": "obj-17", "maxclass": "newobj", "numinlets": 1, "numoutlets": 1, "outlettype": [""], "patching_rect": [380.0, 100.0, 254.0, 22.0], "text": "prepend /sdad/control/density/auto"}},
       {"box": {"id": "obj-18", "maxclass": "newobj", "numinlets": 1, "numoutlets": 1, "outlettype": [""], "patching_rect": [440.0, 50.0, 37.0, 22.0], "text": "t b"}},
       {"box": {"id": "obj-19", "maxclass": "outlet", "numinlets": 1, "numoutlets": 0, "outlettype": [], "patching_rect": [380.0, 250.0, 30.0, 22.0], "index": 3, "comment": ""}},
       {"box": {"id": "obj-20", "maxclass": "newobj", "numinlets": 1, "numoutlets": 1, "outlettype": [""], "patching_rect": [380.0, 220.0, 93.0, 22.0], "text": "prepend set"}},
       {"box": {"id": "obj-21", "maxclass": "newobj", "numinlets": 1, "numoutlets": 1, "outlettype": [""], "patching_rect": [560.0, 190.0, 37.0, 22.0], "text": "t b"}},
       {"box": {"id": "obj-22", "maxclass": "message", "numinlets": 2, "numoutlets": 1, "outlettype": [""], "patching_rect": [560.0, 220.0, 51.0, 22.0], "text": "set 0"}}
      ],
      "lines": [
       {"patchline": {"source": ["obj-2", 0], "destination": ["obj-3", 0]}},
       {"patchline": {"source": ["obj-3", 0], "destination": ["obj-1", 0]}},
       {"patchline": {"source": ["obj-5", 0], "destination": ["obj-4", 0]}},
       {"patchline": {"source": ["obj-6", 0], "destination": ["obj-7", 0]}},
       {"patchline": {"source": ["obj-7", 0], "destination": ["obj-1", 0]}},
       {"patchline": {"source": ["obj-6", 0], "destination": ["obj-8", 0]}},
       {"patchline": {"source": ["obj-8", 0], "destination": ["obj-2", 0]}},
       {"patchline": {"source": ["obj-4", 0], "destination": ["obj-10", 0]}},
       {"patchline": {"source": ["obj-10", 0], "destination": ["obj-9", 0]}},
       {"patchline": {"source": ["obj-11", 0], "destination": ["obj-12", 0]}},
       {"patchline": {"source": ["obj-12", 0], "destination": ["obj-1", 0]}},
       {"patchline": {"source": ["obj-11", 0], "destination": ["obj-13", 0]}},
       {"patchline": {"source": ["obj-13", 0], "destination": ["obj-2", 0]}},
       {"patchline": {"source": ["obj-4", 1], "destination": ["obj-15", 0]}},
       {"patchline": {"source": ["obj-15", 0], "destination": ["obj-14", 0]}},
       {"patchline": {"source": ["obj-16", 0], "destination": ["obj-17", 0]}},
       {"patchline": {"source": ["obj-17", 0], "destination": ["obj-1", 0]}},
       {"patchline": {"source": ["obj-16", 0], "destination": ["obj-18", 0]}},
       {"patchline": {"source": ["obj-18", 0], "destination": ["obj-2", 0]}},
       {"patchline": {"source": ["obj-4", 2], "destination": ["obj-20", 0]}},
       {"patchline": {"source": ["obj-20", 0], "destination": ["obj-19", 0]}},
       {"patchline": {"source": ["obj-4", 0], "destination": ["obj-21", 0]}},
       {"patchline": {"source": ["obj-21", 0], "destination": ["obj-22", 0]}},
       {"patchline": {"source": ["obj-22", 0], "destination": ["obj-19", 0]}}
      ]
     }
    }
   },
   {
    "box": {
     "id": "obj-44",
     "maxclass": "slider",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [""],
     "patching_rect": [240.0, 214.0, 160.0, 20.0],
     "presentation": 1,
     "presentation_rect": [240.0, 214.0, 160.0, 20.0],
     "floatoutput": 1,
     "size": 1.0,
     "orientation": 1
    }
   },
   {
    "box": {
     "id": "obj-45",
     "maxclass": "flonum",
     "numinlets": 1,
     "numoutlets": 2,
     "outlettype": ["", ""],
     "patching_rect": [440.0, 214.0, 60.0, 22.0],
     "presentation": 1,
     "presentation_rect": [440.0, 214.0, 60.0, 22.0],
     "format": 6
    }
   },
   {
    "box": {
     "id": "obj-46",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [500.0, 214.0, 80.0, 22.0],
     "presentation": 1,
     "presentation_rect": [500.0, 214.0, 80.0, 22.0],
     "text": "events/s"
    }
   },
   {
    "box": {
     "id": "obj-47",
     "maxclass": "toggle",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [""],
     "patching_rect": [410.0, 214.0, 20.0, 20.0],
     "presentation": 1,
     "presentation_rect": [410.0, 214.0, 20.0, 20.0],
     "hint": "auto: left to the model"
    }
   },
   {
    "box": {
     "id": "obj-48",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [10.0, 242.0, 230.0, 22.0],
     "presentation": 1,
     "presentation_rect": [10.0, 242.0, 230.0, 22.0],
     "text": "Space: dry – reverberant"
    }
   },
   {
    "box": {
     "id": "obj-49",
     "maxclass": "newobj",
     "numinlets": 3,
     "numoutlets": 3,
     "outlettype": ["", "", ""],
     "patching_rect": [1200.0, 242.0, 65.0, 22.0],
     "text": "p space",
     "patcher": {
      "fileversion": 1,
      "appversion": {"major": 8, "minor": 5, "revision": 0, "architecture": "x64", "modernui": 1},
      "classnamespace": "box",
      "rect": [60.0, 90.0, 700.0, 260.0],
      "openinpresentation": 0,
      "boxes": [
       {"box": {"id": "obj-1", "maxclass": "newobj", "numinlets": 1, "numoutlets": 0, "outlettype": [], "patching_rect": [20.0, 130.0, 86.0, 22.0], "text": "s sdad-out"}},
       {"box": {"id": "obj-2", "maxclass": "newobj", "numinlets": 2, "numoutlets": 1, "outlettype": [""], "patching_rect": [560.0, 80.0, 79.0, 22.0], "text": "delay 200"}},
       {"box": {"id": "obj-3", "maxclass": "message", "numinlets": 2, "numoutlets": 1, "outlettype": [""], "patching_rect": [560.0, 110.0, 121.0, 22.0], "text": "/sdad/get space"}},
       {
        "box": {
         "id": "obj-4",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 4,
         "outlettype": ["", "", "", ""],
         "patching_rect": [20.0, 190.0, 562.0, 22.0],
         "text": "route /sdad/control/space /sdad/control/space/seconds /sdad/control/space/auto"
        }
       },
       {"box": {"id": "obj-5", "maxclass": "newobj", "numinlets": 0, "numoutlets": 1, "outlettype": [""], "patching_rect": [20.0, 160.0, 79.0, 22.0], "text": "r sdad-in"}},
       {"box": {"id": "obj-6", "maxclass": "inlet", "numinlets": 0, "numoutlets": 1, "outlettype": [""], "patching_rect": [20.0, 20.0, 30.0, 22.0], "index": 1, "comment": ""}},
       {"box": {"id": "obj-7", "maxclass": "newobj", "numinlets": 1, "numoutlets": 1, "outlettype": [""], "patching_rect": [20.0, 100.0, 205.0, 22.0], "text": "prepend /sdad/control/space"}},
       {"box": {"id": "obj-8", "maxclass": "newobj", "numinlets": 1, "numoutlets": 1, "outlettype": [""], "patching_rect": [80.0, 50.0, 37.0, 22.0], "text": "t b"}},
       {"box": {"id": "obj-9", "maxclass": "outlet", "numinlets": 1, "numoutlets": 0, "outlettype": [], "patching_rect": [20.0, 250.0, 30.0, 22.0], "index": 1, "comment": ""}},
       {"box": {"id": "obj-10", "maxclass": "newobj", "numinlets": 1, "numoutlets": 1, "outlettype": [""], "patching_rect": [20.0, 220.0, 93.0, 22.0], "text": "prepend set"}},
       {"box": {"id": "obj-11", "maxclass": "inlet", "numinlets": 0, "numoutlets": 1, "outlettype": [""], "patching_rect": [200.0, 20.0, 30.0, 22.0], "index": 2, "comment": ""}},
       {"box": {"id": "obj-12", "maxclass": "newobj", "numinlets": 1, "numoutlets": 1, "outlettype": [""], "patching_rect": [200.0, 100.0, 261.0, 22.0], "text": "prepend /sdad/control/space/seconds"}},
       {"box": {"id": "obj-13", "maxclass": "newobj", "numinlets": 1, "numoutlets": 1, "outlettype": [""], "patching_rect": [260.0, 50.0, 37.0, 22.0], "text": "t b"}},
       {"box": {"id": "obj-14", "maxclass": "outlet", "numinlets": 1, "numoutlets": 0, "outlettype": [], "patching_rect": [200.0, 250.0, 30.0, 22.0], "index": 2, "comment": ""}},
       {"box": {"id": "obj-15", "maxclass": "newobj", "numinlets": 1, "numoutlets": 1, "outlettype": [""], "patching_rect": [200.0, 220.0, 93.0, 22.0], "text": "prepend set"}},
       {"box": {"id": "obj-16", "maxclass": "inlet", "numinlets": 0, "numoutlets": 1, "outlettype": [""], "patching_rect": [380.0, 20.0, 30.0, 22.0], "index": 3, "comment": ""}},
       {"box": {"id": "obj-17", "maxclass": "newobj", "numinlets": 1, "numoutlets": 1, "outlettype": [""], "patching_rect": [380.0, 100.0, 240.0, 22.0], "text": "prepend /sdad/control/space/auto"}},
       {"box": {"id": "obj-18", "maxclass": "newobj", "numinlets": 1, "numoutlets": 1, "outlettype": [""], "patching_rect": [440.0, 50.0, 37.0, 22.0], "text": "t b"}},
       {"box": {"id": "obj-19", "maxclass": "outlet", "numinlets": 1, "numoutlets": 0, "outlettype": [], "patching_rect": [380.0, 250.0, 30.0, 22.0], "index": 3, "comment": ""}},
       {"box": {"id": "obj-20", "maxclass": "newobj", "numinlets": 1, "numoutlets": 1, "outlettype": [""], "patching_rect": [380.0, 220.0, 93.0, 22.0], "text": "prepend set"}},
       {"box": {"id": "obj-21", "maxclass": "newobj", "numinlets": 1, "numoutlets": 1, "outlettype": [""], "patching_rect": [560.0, 190.0, 37.0, 22.0], "text": "t b"}},
       {"box": {"id": "obj-22", "maxclass": "message", "numinlets": 2, "numoutlets": 1, "outlettype": [""], "patching_rect": [560.0, 220.0, 51.0, 22.0], "text": "set 0"}}
      ],
      "lines": [
       {"patchline": {"source": ["obj-2", 0], "destination": ["obj-3", 0]}},
       {"patchline": {"source": ["obj-3", 0], "destination": ["obj-1", 0]}},
       {"patchline": {"source": ["obj-5", 0], "destination": ["obj-4", 0]}},
       {"patchline": {"source": ["obj-6", 0], "destination": ["obj-7", 0]}},
       {"patchline": {"source": ["obj-7", 0], "destination": ["obj-1", 0]}},
       {"patchline": {"source": ["obj-6", 0], "destination": ["obj-8", 0]}},
       {"patchline": {"source": ["obj-8", 0], "destination": ["obj-2", 0]}},
       {"patchline": {"source": ["obj-4", 0], "destination": ["obj-10", 0]}},
       {"patchline": {"source": ["obj-10", 0], "destination": ["obj-9", 0]}},
       {"patchline": {"source": ["obj-11", 0], "destination": ["obj-12", 0]}},
       {"patchline": {"source": ["obj-12", 0], "destination": ["obj-1", 0]}},
       {"patchline": {"source": ["obj-11", 0], "destination": ["obj-13", 0]}},
       {"patchline": {"source": ["obj-13", 0], "destination": ["obj-2", 0]}},
       {"patchline": {"source": ["obj-4", 1], "destination": ["obj-15", 0]}},
       {"patchline": {"source": ["obj-15", 0], "destination": ["obj-14", 0]}},
       {"patchline": {"source": ["obj-16", 0], "destination": ["obj-17", 0]}},
       {"patchline": {"source": ["obj-17", 0], "destination": ["obj-1", 0]}},
       {"patchline": {"source": ["obj-16", 0], "destination": ["obj-18", 0]}},
       {"patchline": {"source": ["obj-18", 0], "destination": ["obj-2", 0]}},
       {"patchline": {"source": ["obj-4", 2], "destination": ["obj-20", 0]}},
       {"patchline": {"source": ["obj-20", 0], "destination": ["obj-19", 0]}},
       {"patchline": {"source": ["obj-4", 0], "destination": ["obj-21", 0]}},
       {"patchline": {"source": ["obj-21", 0], "destination": ["obj-22", 0]}},
       {"patchline": {"source": ["obj-22", 0], "destination": ["obj-19", 0]}}
      ]
     }
    }
   },
   {
    "box": {
     "id": "obj-50",
     "maxclass": "slider",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [""],
     "patching_rect": [240.0, 242.0, 160.0, 20.0],
     "presentation": 1,
     "presentation_rect": [240.0, 242.0, 160.0, 20.0],
     "floatoutput": 1,
     "size": 1.0,
     "orientation": 1
    }
   },
   {
    "box": {
     "id": "obj-51",
     "maxclass": "flonum",
     "numinlets": 1,
     "numoutlets": 2,
     "outlettype": ["", ""],
     "patching_rect": [440.0, 242.0, 60.0, 22.0],
     "presentation": 1,
     "presentation_rect": [440.0, 242.0, 60.0, 22.0],
     "format": 6
    }
   },
   {
    "box": {
     "id": "obj-52",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [500.0, 242.0, 80.0, 22.0],
     "presentation": 1,
     "presentation_rect": [500.0, 242.0, 80.0, 22.0],
     "text": "s"
    }
   },
   {
    "box": {
     "id": "obj-53",
     "maxclass": "toggle",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [""],
     "patching_rect": [410.0, 242.0, 20.0, 20.0],
     "presentation": 1,
     "presentation_rect": [410.0, 242.0, 20.0, 20.0],
     "hint": "auto: left to the model"
    }
   },
   {
    "box": {
     "id": "obj-54",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [970.0, 24.0, 100.0, 22.0],
     "presentation": 1,
     "presentation_rect": [970.0, 24.0, 100.0, 22.0],
     "text": "auto   value"
    }
   },
   {
    "box": {
     "id": "obj-55",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [590.0, 46.0, 230.0, 22.0],
     "presentation": 1,
     "presentation_rect": [590.0, 46.0, 230.0, 22.0],
     "text": "Movement: still – evolving"
    }
   },
   {
    "box": {
     "id": "obj-56",
     "maxclass": "newobj",
     "numinlets": 3,
     "numoutlets": 3,
     "outlettype": ["", "", ""],
     "patching_rect": [1330.0, 46.0, 86.0, 22.0],
     "text": "p movement",
     "patcher": {
      "fileversion": 1,
      "appversion": {"major": 8, "minor": 5, "revision": 0, "architecture": "x64", "modernui": 1},
      "classnamespace": "box",
      "rect": [60.0, 90.0, 700.0, 260.0],
      "openinpresentation": 0,
      "boxes": [
       {"box": {"id": "obj-1", "maxclass": "newobj", "numinlets": 1, "numoutlets": 0, "outlettype": [], "patching_rect": [20.0, 130.0, 86.0, 22.0], "text": "s sdad-out"}},
       {"box": {"id": "obj-2", "maxclass": "newobj", "numinlets": 2, "numoutlets": 1, "outlettype": [""], "patching_rect": [560.0, 80.0, 79.0, 22.0], "text": "delay 200"}},
       {"box": {"id": "obj-3", "maxclass": "message", "numinlets": 2, "numoutlets": 1, "outlettype": [""], "patching_rect": [560.0, 110.0, 142.0, 22.0], "text": "/sdad/get movement"}},
       {
        "box": {
         "id": "obj-4",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 4,
         "outlettype": ["", "", "", ""],
         "patching_rect": [20.0, 190.0, 611.0, 22.0],
         "text": "route /sdad/control/movement /sdad/control/movement/value /sdad/control/movement/auto"
        }
       },
       {"box": {"id": "obj-5", "maxclass": "newobj", "numinlets": 0, "numoutlets": 1, "outlettype": [""], "patching_rect": [20.0, 160.0, 79.0, 22.0], "text": "r sdad-in"}},
       {"box": {"id": "obj-6", "maxclass": "inlet", "numinlets": 0, "numoutlets": 1, "outlettype": [""], "patching_rect": [20.0, 20.0, 30.0, 22.0], "index": 1, "comment": ""}},
       {"box": {"id": "obj-7", "maxclass": "newobj", "numinlets": 1, "numoutlets": 1, "outlettype": [""], "patching_rect": [20.0, 100.0, 226.0, 22.0], "text": "prepend /sdad/control/movement"}},
       {"box": {"id": "obj-8", "maxclass": "newobj", "numinlets": 1, "numoutlets": 1, "outlettype": [""], "patching_rect": [80.0, 50.0, 37.0, 22.0], "text": "t b"}},
       {"box": {"id": "obj-9", "maxclass": "outlet", "numinlets": 1, "numoutlets": 0, "outlettype": [], "patching_rect": [20.0, 250.0, 30.0, 22.0], "index": 1, "comment": ""}},
       {"box": {"id": "obj-10", "maxclass": "newobj", "numinlets": 1, "numoutlets": 1, "outlettype": [""], "patching_rect": [20.0, 220.0, 93.0, 22.0], "text": "prepend set"}},
       {"box": {"id": "obj-11", "maxclass": "inlet", "numinlets": 0, "numoutlets": 1, "outlettype": [""], "patching_rect": [200.0, 20.0, 30.0, 22.0], "index": 2, "comment": ""}},
       {
        "box": {"id": "obj-12", "maxclass": "newobj", "numinlets": 1, "numoutlets": 1, "outlettype": [""], "patching_rect": [200.0, 100.0, 268.0, 22.0], "text": "prepend /sdad/control/movement/value"}
       },
       {"box": {"id": "obj-13", "maxclass": "newobj", "numinlets": 1, "numoutlets": 1, "outlettype": [""], "patching_rect": [260.0, 50.0, 37.0, 22.0], "text": "t b"}},
       {"box": {"id": "obj-14", "maxclass": "outlet", "numinlets": 1, "numoutlets": 0, "outlettype": [], "patching_rect": [200.0, 250.0, 30.0, 22.0], "index": 2, "comment": ""}},
       {"box": {"id": "obj-15", "maxclass": "newobj", "numinlets": 1, "numoutlets": 1, "outlettype": [""], "patching_rect": [200.0, 220.0, 93.0, 22.0], "text": "prepend set"}},
       {"box": {"id": "obj-16", "maxclass": "inlet", "numinlets": 0, "numoutlets": 1, "outlettype": [""], "patching_rect": [380.0, 20.0, 30.0, 22.0], "index": 3, "comment": ""}},
       {"box": {"id": "obj-17", "maxclass": "newobj", "numinlets": 1, "numoutlets": 1, "outlettype": [""], "patching_rect": [380.0, 100.0, 261.0, 22.0], "text": "prepend /sdad/control/movement/auto"}},
       {"box": {"id": "obj-18", "maxclass": "newobj", "numinlets": 1, "numoutlets": 1, "outlettype": [""], "patching_rect": [440.0, 50.0, 37.0, 22.0], "text": "t b"}},
       {"box": {"id": "obj-19", "maxclass": "outlet", "numinlets": 1, "numoutlets": 0, "outlettype": [], "patching_rect": [380.0, 250.0, 30.0, 22.0], "index": 3, "comment": ""}},
       {"box": {"id": "obj-20", "maxclass": "newobj", "numinlets": 1, "numoutlets": 1, "outlettype": [""], "patching_rect": [380.0, 220.0, 93.0, 22.0], "text": "prepend set"}},
       {"box": {"id": "obj-21", "maxclass": "newobj", "numinlets": 1, "numoutlets": 1, "outlettype": [""], "patching_rect": [560.0, 190.0, 37.0, 22.0], "text": "t b"}},
       {"box": {"id": "obj-22", "maxclass": "message", "numinlets": 2, "numoutlets": 1, "outlettype": [""], "patching_rect": [560.0, 220.0, 51.0, 22.0], "text": "set 0"}}
      ],
      "lines": [
       {"patchline": {"source": ["obj-2", 0], "destination": ["obj-3", 0]}},
       {"patchline": {"source": ["obj-3", 0], "destination": ["obj-1", 0]}},
       {"patchline": {"source": ["obj-5", 0], "destination": ["obj-4", 0]}},
       {"patchline": {"source": ["obj-6", 0], "destination": ["obj-7", 0]}},
       {"patchline": {"source": ["obj-7", 0], "destination": ["obj-1", 0]}},
       {"patchline": {"source": ["obj-6", 0], "destination": ["obj-8", 0]}},
       {"patchline": {"source": ["obj-8", 0], "destination": ["obj-2", 0]}},
       {"patchline": {"source": ["obj-4", 0], "destination": ["obj-10", 0]}},
       {"patchline": {"source": ["obj-10", 0], "destination": ["obj-9", 0]}},
       {"patchline": {"source": ["obj-11", 0], "destination": ["obj-12", 0]}},
       {"patchline": {"source": ["obj-12", 0], "destination": ["obj-1", 0]}},
       {"patchline": {"source": ["obj-11", 0], "destination": ["obj-13", 0]}},
       {"patchline": {"source": ["obj-13", 0], "destination": ["obj-2", 0]}},
       {"patchline": {"source": ["obj-4", 1], "destination": ["obj-15", 0]}},
       {"patchline": {"source": ["obj-15", 0], "destination": ["obj-14", 0]}},
       {"patchline": {"source": ["obj-16", 0], "destination": ["obj-17", 0]}},
       {"patchline": {"source": ["obj-17", 0], "destination": ["obj-1", 0]}},
       {"patchline": {"source": ["obj-16", 0], "destination": ["obj-18", 0]}},
       {"patchline": {"source": ["obj-18", 0], "destination": ["obj-2", 0]}},
       {"patchline": {"source": ["obj-4", 2], "destination": ["obj-20", 0]}},
       {"patchline": {"source": ["obj-20", 0], "destination": ["obj-19", 0]}},
       {"patchline": {"source": ["obj-4", 0], "destination": ["obj-21", 0]}},
       {"patchline": {"source": ["obj-21", 0], "destination": ["obj-22", 0]}},
       {"patchline": {"source": ["obj-22", 0], "destination": ["obj-19", 0]}}
      ]
     }
    }
   },
   {
    "box": {
     "id": "obj-57",
     "maxclass": "slider",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [""],
     "patching_rect": [820.0, 46.0, 160.0, 20.0],
     "presentation": 1,
     "presentation_rect": [820.0, 46.0, 160.0, 20.0],
     "floatoutput": 1,
     "size": 1.0,
     "orientation": 1
    }
   },
   {
    "box": {
     "id": "obj-58",
     "maxclass": "flonum",
     "numinlets": 1,
     "numoutlets": 2,
     "outlettype": ["", ""],
     "patching_rect": [1020.0, 46.0, 60.0, 22.0],
     "presentation": 1,
     "presentation_rect": [1020.0, 46.0, 60.0, 22.0],
     "format": 6
    }
   },
   {
    "box": {
     "id": "obj-59",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [1080.0, 46.0, 80.0, 22.0],
     "presentation": 1,
     "presentation_rect": [1080.0, 46.0, 80.0, 22.0],
     "text": "0-1"
    }
   },
   {
    "box": {
     "id": "obj-60",
     "maxclass": "toggle",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [""],
     "patching_rect": [990.0, 46.0, 20.0, 20.0],
     "presentation": 1,
     "presentation_rect": [990.0, 46.0, 20.0, 20.0],
     "hint": "auto: left to the model"
    }
   },
   {
    "box": {
     "id": "obj-61",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [590.0, 74.0, 230.0, 22.0],
     "presentation": 1,
     "presentation_rect": [590.0, 74.0, 230.0, 22.0],
     "text": "Attack: soft – percussive"
    }
   },
   {
    "box": {
     "id": "obj-62",
     "maxclass": "newobj",
     "numinlets": 3,
     "numoutlets": 3,
     "outlettype": ["", "", ""],
     "patching_rect": [1330.0, 74.0, 72.0, 22.0],
     "text": "p attack",
     "patcher": {
      "fileversion": 1,
      "appversion": {"major": 8, "minor": 5, "revision": 0, "architecture": "x64", "modernui": 1},
      "classnamespace": "box",
      "rect": [60.0, 90.0, 700.0, 260.0],
      "openinpresentation": 0,
      "boxes": [
       {"box": {"id": "obj-1", "maxclass": "newobj", "numinlets": 1, "numoutlets": 0, "outlettype": [], "patching_rect": [20.0, 130.0, 86.0, 22.0], "text": "s sdad-out"}},
       {"box": {"id": "obj-2", "maxclass": "newobj", "numinlets": 2, "numoutlets": 1, "outlettype": [""], "patching_rect": [560.0, 80.0, 79.0, 22.0], "text": "delay 200"}},
       {"box": {"id": "obj-3", "maxclass": "message", "numinlets": 2, "numoutlets": 1, "outlettype": [""], "patching_rect": [560.0, 110.0, 128.0, 22.0], "text": "/sdad/get attack"}},
       {
        "box": {
         "id": "obj-4",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 4,
         "outlettype": ["", "", "", ""],
         "patching_rect": [20.0, 190.0, 548.0, 22.0],
         "text": "route /sdad/control/attack /sdad/control/attack/ms /sdad/control/attack/auto"
        }
       },
       {"box": {"id": "obj-5", "maxclass": "newobj", "numinlets": 0, "numoutlets": 1, "outlettype": [""], "patching_rect": [20.0, 160.0, 79.0, 22.0], "text": "r sdad-in"}},
       {"box": {"id": "obj-6", "maxclass": "inlet", "numinlets": 0, "numoutlets": 1, "outlettype": [""], "patching_rect": [20.0, 20.0, 30.0, 22.0], "index": 1, "comment": ""}},
       {"box": {"id": "obj-7", "maxclass": "newobj", "numinlets": 1, "numoutlets": 1, "outlettype": [""], "patching_rect": [20.0, 100.0, 212.0, 22.0], "text": "prepend /sdad/control/attack"}},
       {"box": {"id": "obj-8", "maxclass": "newobj", "numinlets": 1, "numoutlets": 1, "outlettype": [""], "patching_rect": [80.0, 50.0, 37.0, 22.0], "text": "t b"}},
       {"box": {"id": "obj-9", "maxclass": "outlet", "numinlets": 1, "numoutlets": 0, "outlettype": [], "patching_rect": [20.0, 250.0, 30.0, 22.0], "index": 1, "comment": ""}},
       {"box": {"id": "obj-10", "maxclass": "newobj", "numinlets": 1, "numoutlets": 1, "outlettype": [""], "patching_rect": [20.0, 220.0, 93.0, 22.0], "text": "prepend set"}},
       {"box": {"id": "obj-11", "maxclass": "inlet", "numinlets": 0, "numoutlets": 1, "outlettype": [""], "patching_rect": [200.0, 20.0, 30.0, 22.0], "index": 2, "comment": ""}},
       {"box": {"id": "obj-12", "maxclass": "newobj", "numinlets": 1, "numoutlets": 1, "outlettype": [""], "patching_rect": [200.0, 100.0, 233.0, 22.0], "text": "prepend /sdad/control/attack/ms"}},
       {"box": {"id": "obj-13", "maxclass": "newobj", "numinlets": 1, "numoutlets": 1, "outlettype": [""], "patching_rect": [260.0, 50.0, 37.0, 22.0], "text": "t b"}},
       {"box": {"id": "obj-14", "maxclass": "outlet", "numinlets": 1, "numoutlets": 0, "outlettype": [], "patching_rect": [200.0, 250.0, 30.0, 22.0], "index": 2, "comment": ""}},
       {"box": {"id": "obj-15", "maxclass": "newobj", "numinlets": 1, "numoutlets": 1, "outlettype": [""], "patching_rect": [200.0, 220.0, 93.0, 22.0], "text": "prepend set"}},
       {"box": {"id": "obj-16", "maxclass": "inlet", "numinlets": 0, "numoutlets": 1, "outlettype": [""], "patching_rect": [380.0, 20.0, 30.0, 22.0], "index": 3, "comment": ""}},
       {"box": {"id": "obj-17", "maxclass": "newobj", "numinlets": 1, "numoutlets": 1, "outlettype": [""], "patching_rect": [380.0, 100.0, 247.0, 22.0], "text": "prepend /sdad/control/attack/auto"}},
       {"box": {"id": "obj-18", "maxclass": "newobj", "numinlets": 1, "numoutlets": 1, "outlettype": [""], "patching_rect": [440.0, 50.0, 37.0, 22.0], "text": "t b"}},
       {"box": {"id": "obj-19", "maxclass": "outlet", "numinlets": 1, "numoutlets": 0, "outlettype": [], "patching_rect": [380.0, 250.0, 30.0, 22.0], "index": 3, "comment": ""}},
       {"box": {"id": "obj-20", "maxclass": "newobj", "numinlets": 1, "numoutlets": 1, "outlettype": [""], "patching_rect": [380.0, 220.0, 93.0, 22.0], "text": "prepend set"}},
       {"box": {"id": "obj-21", "maxclass": "newobj", "numinlets": 1, "numoutlets": 1, "outlettype": [""], "patching_rect": [560.0, 190.0, 37.0, 22.0], "text": "t b"}},
       {"box": {"id": "obj-22", "maxclass": "message", "numinlets": 2, "numoutlets": 1, "outlettype": [""], "patching_rect": [560.0, 220.0, 51.0, 22.0], "text": "set 0"}}
      ],
      "lines": [
       {"patchline": {"source": ["obj-2", 0], "destination": ["obj-3", 0]}},
       {"patchline": {"source": ["obj-3", 0], "destination": ["obj-1", 0]}},
       {"patchline": {"source": ["obj-5", 0], "destination": ["obj-4", 0]}},
       {"patchline": {"source": ["obj-6", 0], "destination": ["obj-7", 0]}},
       {"patchline": {"source": ["obj-7", 0], "destination": ["obj-1", 0]}},
       {"patchline": {"source": ["obj-6", 0], "destination": ["obj-8", 0]}},
       {"patchline": {"source": ["obj-8", 0], "destination": ["obj-2", 0]}},
       {"patchline": {"source": ["obj-4", 0], "destination": ["obj-10", 0]}},
       {"patchline": {"source": ["obj-10", 0], "destination": ["obj-9", 0]}},
       {"patchline": {"source": ["obj-11", 0], "destination": ["obj-12", 0]}},
       {"patchline": {"source": ["obj-12", 0], "destination": ["obj-1", 0]}},
       {"patchline": {"source": ["obj-11", 0], "destination": ["obj-13", 0]}},
       {"patchline": {"source": ["obj-13", 0], "destination": ["obj-2", 0]}},
       {"patchline": {"source": ["obj-4", 1], "destination": ["obj-15", 0]}},
       {"patchline": {"source": ["obj-15", 0], "destination": ["obj-14", 0]}},
       {"patchline": {"source": ["obj-16", 0], "destination": ["obj-17", 0]}},
       {"patchline": {"source": ["obj-17", 0], "destination": ["obj-1", 0]}},
       {"patchline": {"source": ["obj-16", 0], "destination": ["obj-18", 0]}},
       {"patchline": {"source": ["obj-18", 0], "destination": ["obj-2", 0]}},
       {"patchline": {"source": ["obj-4", 2], "destination": ["obj-20", 0]}},
       {"patchline": {"source": ["obj-20", 0], "destination": ["obj-19", 0]}},
       {"patchline": {"source": ["obj-4", 0], "destination": ["obj-21", 0]}},
       {"patchline": {"source": ["obj-21", 0], "destination": ["obj-22", 0]}},
       {"patchline": {"source": ["obj-22", 0], "destination": ["obj-19", 0]}}
      ]
     }
    }
   },
   {
    "box": {
     "id": "obj-63",
     "maxclass": "slider",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [""],
     "patching_rect": [820.0, 74.0, 160.0, 20.0],
     "presentation": 1,
     "presentation_rect": [820.0, 74.0, 160.0, 20.0],
     "floatoutput": 1,
     "size": 1.0,
     "orientation": 1
    }
   },
   {
    "box": {
     "id": "obj-64",
     "maxclass": "flonum",
     "numinlets": 1,
     "numoutlets": 2,
     "outlettype": ["", ""],
     "patching_rect": [1020.0, 74.0, 60.0, 22.0],
     "presentation": 1,
     "presentation_rect": [1020.0, 74.0, 60.0, 22.0],
     "format": 6
    }
   },
   {
    "box": {
     "id": "obj-65",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [1080.0, 74.0, 80.0, 22.0],
     "presentation": 1,
     "presentation_rect": [1080.0, 74.0, 80.0, 22.0],
     "text": "ms"
    }
   },
   {
    "box": {
     "id": "obj-66",
     "maxclass": "toggle",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [""],
     "patching_rect": [990.0, 74.0, 20.0, 20.0],
     "presentation": 1,
     "presentation_rect": [990.0, 74.0, 20.0, 20.0],
     "hint": "auto: left to the model"
    }
   },
   {
    "box": {
     "id": "obj-67",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [590.0, 102.0, 230.0, 22.0],
     "presentation": 1,
     "presentation_rect": [590.0, 102.0, 230.0, 22.0],
     "text": "Register: low – high"
    }
   },
   {
    "box": {
     "id": "obj-68",
     "maxclass": "newobj",
     "numinlets": 3,
     "numoutlets": 3,
     "outlettype": ["", "", ""],
     "patching_rect": [1330.0, 102.0, 86.0, 22.0],
     "text": "p register",
     "patcher": {
      "fileversion": 1,
      "appversion": {"major": 8, "minor": 5, "revision": 0, "architecture": "x64", "modernui": 1},
      "classnamespace": "box",
      "rect": [60.0, 90.0, 700.0, 260.0],
      "openinpresentation": 0,
      "boxes": [
       {"box": {"id": "obj-1", "maxclass": "newobj", "numinlets": 1, "numoutlets": 0, "outlettype": [], "patching_rect": [20.0, 130.0, 86.0, 22.0], "text": "s sdad-out"}},
       {"box": {"id": "obj-2", "maxclass": "newobj", "numinlets": 2, "numoutlets": 1, "outlettype": [""], "patching_rect": [560.0, 80.0, 79.0, 22.0], "text": "delay 200"}},
       {"box": {"id": "obj-3", "maxclass": "message", "numinlets": 2, "numoutlets": 1, "outlettype": [""], "patching_rect": [560.0, 110.0, 142.0, 22.0], "text": "/sdad/get register"}},
       {
        "box": {
         "id": "obj-4",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 4,
         "outlettype": ["", "", "", ""],
         "patching_rect": [20.0, 190.0, 604.0, 22.0],
         "text": "route /sdad/control/register /sdad/control/register/note /sdad/control/register/auto"
        }
       },
       {"box": {"id": "obj-5", "maxclass": "newobj", "numinlets": 0, "numoutlets": 1, "outlettype": [""], "patching_rect": [20.0, 160.0, 79.0, 22.0], "text": "r sdad-in"}},
       {"box": {"id": "obj-6", "maxclass": "inlet", "numinlets": 0, "numoutlets": 1, "outlettype": [""], "patching_rect": [20.0, 20.0, 30.0, 22.0], "index": 1, "comment": ""}},
       {"box": {"id": "obj-7", "maxclass": "newobj", "numinlets": 1, "numoutlets": 1, "outlettype": [""], "patching_rect": [20.0, 100.0, 226.0, 22.0], "text": "prepend /sdad/control/register"}},
       {"box": {"id": "obj-8", "maxclass": "newobj", "numinlets": 1, "numoutlets": 1, "outlettype": [""], "patching_rect": [80.0, 50.0, 37.0, 22.0], "text": "t b"}},
       {"box": {"id": "obj-9", "maxclass": "outlet", "numinlets": 1, "numoutlets": 0, "outlettype": [], "patching_rect": [20.0, 250.0, 30.0, 22.0], "index": 1, "comment": ""}},
       {"box": {"id": "obj-10", "maxclass": "newobj", "numinlets": 1, "numoutlets": 1, "outlettype": [""], "patching_rect": [20.0, 220.0, 93.0, 22.0], "text": "prepend set"}},
       {"box": {"id": "obj-11", "maxclass": "inlet", "numinlets": 0, "numoutlets": 1, "outlettype": [""], "patching_rect": [200.0, 20.0, 30.0, 22.0], "index": 2, "comment": ""}},
       {"box": {"id": "obj-12", "maxclass": "newobj", "numinlets": 1, "numoutlets": 1, "outlettype": [""], "patching_rect": [200.0, 100.0, 261.0, 22.0], "text": "prepend /sdad/control/register/note"}},
       {"box": {"id": "obj-13", "maxclass": "newobj", "numinlets": 1, "numoutlets": 1, "outlettype": [""], "patching_rect": [260.0, 50.0, 37.0, 22.0], "text": "t b"}},
       {"box": {"id": "obj-14", "maxclass": "outlet", "numinlets": 1, "numoutlets": 0, "outlettype": [], "patching_rect": [200.0, 250.0, 30.0, 22.0], "index": 2, "comment": ""}},
       {"box": {"id": "obj-15", "maxclass": "newobj", "numinlets": 1, "numoutlets": 1, "outlettype": [""], "patching_rect": [200.0, 220.0, 93.0, 22.0], "text": "prepend set"}},
       {"box": {"id": "obj-16", "maxclass": "inlet", "numinlets": 0, "numoutlets": 1, "outlettype": [""], "patching_rect": [380.0, 20.0, 30.0, 22.0], "index": 3, "comment": ""}},
       {"box": {"id": "obj-17", "maxclass": "newobj", "numinlets": 1, "numoutlets": 1, "outlettype": [""], "patching_rect": [380.0, 100.0, 261.0, 22.0], "text": "prepend /sdad/control/register/auto"}},
       {"box": {"id": "obj-18", "maxclass": "newobj", "numinlets": 1, "numoutlets": 1, "outlettype": [""], "patching_rect": [440.0, 50.0, 37.0, 22.0], "text": "t b"}},
       {"box": {"id": "obj-19", "maxclass": "outlet", "numinlets": 1, "numoutlets": 0, "outlettype": [], "patching_rect": [380.0, 250.0, 30.0, 22.0], "index": 3, "comment": ""}},
       {"box": {"id": "obj-20", "maxclass": "newobj", "numinlets": 1, "numoutlets": 1, "outlettype": [""], "patching_rect": [380.0, 220.0, 93.0, 22.0], "text": "prepend set"}},
       {"box": {"id": "obj-21", "maxclass": "newobj", "numinlets": 1, "numoutlets": 1, "outlettype": [""], "patching_rect": [560.0, 190.0, 37.0, 22.0], "text": "t b"}},
       {"box": {"id": "obj-22", "maxclass": "message", "numinlets": 2, "numoutlets": 1, "outlettype": [""], "patching_rect": [560.0, 220.0, 51.0, 22.0], "text": "set 0"}}
      ],
      "lines": [
       {"patchline": {"source": ["obj-2", 0], "destination": ["obj-3", 0]}},
       {"patchline": {"source": ["obj-3", 0], "destination": ["obj-1", 0]}},
       {"patchline": {"source": ["obj-5", 0], "destination": ["obj-4", 0]}},
       {"patchline": {"source": ["obj-6", 0], "destination": ["obj-7", 0]}},
       {"patchline": {"source": ["obj-7", 0], "destination": ["obj-1", 0]}},
       {"patchline": {"source": ["obj-6", 0], "destination": ["obj-8", 0]}},
       {"patchline": {"source": ["obj-8", 0], "destination": ["obj-2", 0]}},
       {"patchline": {"source": ["obj-4", 0], "destination": ["obj-10", 0]}},
       {"patchline": {"source": ["obj-10", 0], "destination": ["obj-9", 0]}},
       {"patchline": {"source": ["obj-11", 0], "destination": ["obj-12", 0]}},
       {"patchline": {"source": ["obj-12", 0], "destination": ["obj-1", 0]}},
       {"patchline": {"source": ["obj-11", 0], "destination": ["obj-13", 0]}},
       {"patchline": {"source": ["obj-13", 0], "destination": ["obj-2", 0]}},
       {"patchline": {"source": ["obj-4", 1], "destination": ["obj-15", 0]}},
       {"patchline": {"source": ["obj-15", 0], "destination": ["obj-14", 0]}},
       {"patchline": {"source": ["obj-16", 0], "destination": ["obj-17", 0]}},
       {"patchline": {"source": ["obj-17", 0], "destination": ["obj-1", 0]}},
       {"patchline": {"source": ["obj-16", 0], "destination": ["obj-18", 0]}},
       {"patchline": {"source": ["obj-18", 0], "destination": ["obj-2", 0]}},
       {"patchline": {"source": ["obj-4", 2], "destination": ["obj-20", 0]}},
       {"patchline": {"source": ["obj-20", 0], "destination": ["obj-19", 0]}},
       {"patchline": {"source": ["obj-4", 0], "destination": ["obj-21", 0]}},
       {"patchline": {"source": ["obj-21", 0], "destination": ["obj-22", 0]}},
       {"patchline": {"source": ["obj-22", 0], "destination": ["obj-19", 0]}}
      ]
     }
    }
   },
   {
    "box": {
     "id": "obj-69",
     "maxclass": "slider",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [""],
     "patching_rect": [820.0, 102.0, 160.0, 20.0],
     "presentation": 1,
     "presentation_rect": [820.0, 102.0, 160.0, 20.0],
     "floatoutput": 1,
     "size": 1.0,
     "orientation": 1
    }
   },
   {
    "box": {
     "id": "obj-70",
     "maxclass": "flonum",
     "numinlets": 1,
     "numoutlets": 2,
     "outlettype": ["", ""],
     "patching_rect": [1020.0, 102.0, 60.0, 22.0],
     "presentation": 1,
     "presentation_rect": [1020.0, 102.0, 60.0, 22.0],
     "format": 6
    }
   },
   {
    "box": {
     "id": "obj-71",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [1080.0, 102.0, 80.0, 22.0],
     "presentation": 1,
     "presentation_rect": [1080.0, 102.0, 80.0, 22.0],
     "text": "note"
    }
   },
   {
    "box": {
     "id": "obj-72",
     "maxclass": "toggle",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [""],
     "patching_rect": [990.0, 102.0, 20.0, 20.0],
     "presentation": 1,
     "presentation_rect": [990.0, 102.0, 20.0, 20.0],
     "hint": "auto: left to the model"
    }
   },
   {
    "box": {
     "id": "obj-73",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [590.0, 130.0, 230.0, 22.0],
     "presentation": 1,
     "presentation_rect": [590.0, 130.0, 230.0, 22.0],
     "text": "Width: mono – wide"
    }
   },
   {
    "box": {
     "id": "obj-74",
     "maxclass": "newobj",
     "numinlets": 3,
     "numoutlets": 3,
     "outlettype": ["", "", ""],
     "patching_rect": [1330.0, 130.0, 65.0, 22.0],
     "text": "p width",
     "patcher": {
      "fileversion": 1,
      "appversion": {"major": 8, "minor": 5, "revision": 0, "architecture": "x64", "modernui": 1},
      "classnamespace": "box",
      "rect": [60.0, 90.0, 700.0, 260.0],
      "openinpresentation": 0,
      "boxes": [
       {"box": {"id": "obj-1", "maxclass": "newobj", "numinlets": 1, "numoutlets": 0, "outlettype": [], "patching_rect": [20.0, 130.0, 86.0, 22.0], "text": "s sdad-out"}},
       {"box": {"id": "obj-2", "maxclass": "newobj", "numinlets": 2, "numoutlets": 1, "outlettype": [""], "patching_rect": [560.0, 80.0, 79.0, 22.0], "text": "delay 200"}},
       {"box": {"id": "obj-3", "maxclass": "message", "numinlets": 2, "numoutlets": 1, "outlettype": [""], "patching_rect": [560.0, 110.0, 121.0, 22.0], "text": "/sdad/get width"}},
       {
        "box": {
         "id": "obj-4",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 4,
         "outlettype": ["", "", "", ""],
         "patching_rect": [20.0, 190.0, 562.0, 22.0],
         "text": "route /sdad/control/width /sdad/control/width/percent /sdad/control/width/auto"
        }
       },
       {"box": {"id": "obj-5", "maxclass": "newobj", "numinlets": 0, "numoutlets": 1, "outlettype": [""], "patching_rect": [20.0, 160.0, 79.0, 22.0], "text": "r sdad-in"}},
       {"box": {"id": "obj-6", "maxclass": "inlet", "numinlets": 0, "numoutlets": 1, "outlettype": [""], "patching_rect": [20.0, 20.0, 30.0, 22.0], "index": 1, "comment": ""}},
       {"box": {"id": "obj-7", "maxclass": "newobj", "numinlets": 1, "numoutlets": 1, "outlettype": [""], "patching_rect": [20.0, 100.0, 205.0, 22.0], "text": "prepend /sdad/control/width"}},
       {"box": {"id": "obj-8", "maxclass": "newobj", "numinlets": 1, "numoutlets": 1, "outlettype": [""], "patching_rect": [80.0, 50.0, 37.0, 22.0], "text": "t b"}},
       {"box": {"id": "obj-9", "maxclass": "outlet", "numinlets": 1, "numoutlets": 0, "outlettype": [], "patching_rect": [20.0, 250.0, 30.0, 22.0], "index": 1, "comment": ""}},
       {"box": {"id": "obj-10", "maxclass": "newobj", "numinlets": 1, "numoutlets": 1, "outlettype": [""], "patching_rect": [20.0, 220.0, 93.0, 22.0], "text": "prepend set"}},
       {"box": {"id": "obj-11", "maxclass": "inlet", "numinlets": 0, "numoutlets": 1, "outlettype": [""], "patching_rect": [200.0, 20.0, 30.0, 22.0], "index": 2, "comment": ""}},
       {"box": {"id": "obj-12", "maxclass": "newobj", "numinlets": 1, "numoutlets": 1, "outlettype": [""], "patching_rect": [200.0, 100.0, 261.0, 22.0], "text": "prepend /sdad/control/width/percent"}},
       {"box": {"id": "obj-13", "maxclass": "newobj", "numinlets": 1, "numoutlets": 1, "outlettype": [""], "patching_rect": [260.0, 50.0, 37.0, 22.0], "text": "t b"}},
       {"box": {"id": "obj-14", "maxclass": "outlet", "numinlets": 1, "numoutlets": 0, "outlettype": [], "patching_rect": [200.0, 250.0, 30.0, 22.0], "index": 2, "comment": ""}},
       {"box": {"id": "obj-15", "maxclass": "newobj", "numinlets": 1, "numoutlets": 1, "outlettype": [""], "patching_rect": [200.0, 220.0, 93.0, 22.0], "text": "prepend set"}},
       {"box": {"id": "obj-16", "maxclass": "inlet", "numinlets": 0, "numoutlets": 1, "outlettype": [""], "patching_rect": [380.0, 20.0, 30.0, 22.0], "index": 3, "comment": ""}},
       {"box": {"id": "obj-17", "maxclass": "newobj", "numinlets": 1, "numoutlets": 1, "outlettype": [""], "patching_rect": [380.0, 100.0, 240.0, 22.0], "text": "prepend /sdad/control/width/auto"}},
       {"box": {"id": "obj-18", "maxclass": "newobj", "numinlets": 1, "numoutlets": 1, "outlettype": [""], "patching_rect": [440.0, 50.0, 37.0, 22.0], "text": "t b"}},
       {"box": {"id": "obj-19", "maxclass": "outlet", "numinlets": 1, "numoutlets": 0, "outlettype": [], "patching_rect": [380.0, 250.0, 30.0, 22.0], "index": 3, "comment": ""}},
       {"box": {"id": "obj-20", "maxclass": "newobj", "numinlets": 1, "numoutlets": 1, "outlettype": [""], "patching_rect": [380.0, 220.0, 93.0, 22.0], "text": "prepend set"}},
       {"box": {"id": "obj-21", "maxclass": "newobj", "numinlets": 1, "numoutlets": 1, "outlettype": [""], "patching_rect": [560.0, 190.0, 37.0, 22.0], "text": "t b"}},
       {"box": {"id": "obj-22", "maxclass": "message", "numinlets": 2, "numoutlets": 1, "outlettype": [""], "patching_rect": [560.0, 220.0, 51.0, 22.0], "text": "set 0"}}
      ],
      "lines": [
       {"patchline": {"source": ["obj-2", 0], "destination": ["obj-3", 0]}},
       {"patchline": {"source": ["obj-3", 0], "destination": ["obj-1", 0]}},
       {"patchline": {"source": ["obj-5", 0], "destination": ["obj-4", 0]}},
       {"patchline": {"source": ["obj-6", 0], "destination": ["obj-7", 0]}},
       {"patchline": {"source": ["obj-7", 0], "destination": ["obj-1", 0]}},
       {"patchline": {"source": ["obj-6", 0], "destination": ["obj-8", 0]}},
       {"patchline": {"source": ["obj-8", 0], "destination": ["obj-2", 0]}},
       {"patchline": {"source": ["obj-4", 0], "destination": ["obj-10", 0]}},
       {"patchline": {"source": ["obj-10", 0], "destination": ["obj-9", 0]}},
       {"patchline": {"source": ["obj-11", 0], "destination": ["obj-12", 0]}},
       {"patchline": {"source": ["obj-12", 0], "destination": ["obj-1", 0]}},
       {"patchline": {"source": ["obj-11", 0], "destination": ["obj-13", 0]}},
       {"patchline": {"source": ["obj-13", 0], "destination": ["obj-2", 0]}},
       {"patchline": {"source": ["obj-4", 1], "destination": ["obj-15", 0]}},
       {"patchline": {"source": ["obj-15", 0], "destination": ["obj-14", 0]}},
       {"patchline": {"source": ["obj-16", 0], "destination": ["obj-17", 0]}},
       {"patchline": {"source": ["obj-17", 0], "destination": ["obj-1", 0]}},
       {"patchline": {"source": ["obj-16", 0], "destination": ["obj-18", 0]}},
       {"patchline": {"source": ["obj-18", 0], "destination": ["obj-2", 0]}},
       {"patchline": {"source": ["obj-4", 2], "destination": ["obj-20", 0]}},
       {"patchline": {"source": ["obj-20", 0], "destination": ["obj-19", 0]}},
       {"patchline": {"source": ["obj-4", 0], "destination": ["obj-21", 0]}},
       {"patchline": {"source": ["obj-21", 0], "destination": ["obj-22", 0]}},
       {"patchline": {"source": ["obj-22", 0], "destination": ["obj-19", 0]}}
      ]
     }
    }
   },
   {
    "box": {
     "id": "obj-75",
     "maxclass": "slider",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [""],
     "patching_rect": [820.0, 130.0, 160.0, 20.0],
     "presentation": 1,
     "presentation_rect": [820.0, 130.0, 160.0, 20.0],
     "floatoutput": 1,
     "size": 1.0,
     "orientation": 1
    }
   },
   {
    "box": {
     "id": "obj-76",
     "maxclass": "flonum",
     "numinlets": 1,
     "numoutlets": 2,
     "outlettype": ["", ""],
     "patching_rect": [1020.0, 130.0, 60.0, 22.0],
     "presentation": 1,
     "presentation_rect": [1020.0, 130.0, 60.0, 22.0],
     "format": 6
    }
   },
   {
    "box": {
     "id": "obj-77",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [1080.0, 130.0, 80.0, 22.0],
     "presentation": 1,
     "presentation_rect": [1080.0, 130.0, 80.0, 22.0],
     "text": "%"
    }
   },
   {
    "box": {
     "id": "obj-78",
     "maxclass": "toggle",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [""],
     "patching_rect": [990.0, 130.0, 20.0, 20.0],
     "presentation": 1,
     "presentation_rect": [990.0, 130.0, 20.0, 20.0],
     "hint": "auto: left to the model"
    }
   },
   {
    "box": {
     "id": "obj-79",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [590.0, 158.0, 230.0, 22.0],
     "presentation": 1,
     "presentation_rect": [590.0, 158.0, 230.0, 22.0],
     "text": "Layers: one – many"
    }
   },
   {
    "box": {
     "id": "obj-80",
     "maxclass": "newobj",
     "numinlets": 2,
     "numoutlets": 2,
     "outlettype": ["", ""],
     "patching_rect": [1330.0, 158.0, 72.0, 22.0],
     "text": "p layers",
     "patcher": {
      "fileversion": 1,
      "appversion": {"major": 8, "minor": 5, "revision": 0, "architecture": "x64", "modernui": 1},
      "classnamespace": "box",
      "rect": [60.0, 90.0, 700.0, 260.0],
      "openinpresentation": 0,
      "boxes": [
       {"box": {"id": "obj-1", "maxclass": "newobj", "numinlets": 1, "numoutlets": 0, "outlettype": [], "patching_rect": [20.0, 130.0, 86.0, 22.0], "text": "s sdad-out"}},
       {"box": {"id": "obj-2", "maxclass": "newobj", "numinlets": 2, "numoutlets": 1, "outlettype": [""], "patching_rect": [560.0, 80.0, 79.0, 22.0], "text": "delay 200"}},
       {"box": {"id": "obj-3", "maxclass": "message", "numinlets": 2, "numoutlets": 1, "outlettype": [""], "patching_rect": [560.0, 110.0, 128.0, 22.0], "text": "/sdad/get layers"}},
       {
        "box": {
         "id": "obj-4",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 3,
         "outlettype": ["", "", ""],
         "patching_rect": [20.0, 190.0, 394.0, 22.0],
         "text": "route /sdad/control/layers /sdad/control/layers/voices"
        }
       },
       {"box": {"id": "obj-5", "maxclass": "newobj", "numinlets": 0, "numoutlets": 1, "outlettype": [""], "patching_rect": [20.0, 160.0, 79.0, 22.0], "text": "r sdad-in"}},
       {"box": {"id": "obj-6", "maxclass": "inlet", "numinlets": 0, "numoutlets": 1, "outlettype": [""], "patching_rect": [20.0, 20.0, 30.0, 22.0], "index": 1, "comment": ""}},
       {"box": {"id": "obj-7", "maxclass": "newobj", "numinlets": 1, "numoutlets": 1, "outlettype": [""], "patching_rect": [20.0, 100.0, 212.0, 22.0], "text": "prepend /sdad/control/layers"}},
       {"box": {"id": "obj-8", "maxclass": "newobj", "numinlets": 1, "numoutlets": 1, "outlettype": [""], "patching_rect": [80.0, 50.0, 37.0, 22.0], "text": "t b"}},
       {"box": {"id": "obj-9", "maxclass": "outlet", "numinlets": 1, "numoutlets": 0, "outlettype": [], "patching_rect": [20.0, 250.0, 30.0, 22.0], "index": 1, "comment": ""}},
       {"box": {"id": "obj-10", "maxclass": "newobj", "numinlets": 1, "numoutlets": 1, "outlettype": [""], "patching_rect": [20.0, 220.0, 93.0, 22.0], "text": "prepend set"}},
       {"box": {"id": "obj-11", "maxclass": "inlet", "numinlets": 0, "numoutlets": 1, "outlettype": [""], "patching_rect": [200.0, 20.0, 30.0, 22.0], "index": 2, "comment": ""}},
       {"box": {"id": "obj-12", "maxclass": "newobj", "numinlets": 1, "numoutlets": 1, "outlettype": [""], "patching_rect": [200.0, 100.0, 261.0, 22.0], "text": "prepend /sdad/control/layers/voices"}},
       {"box": {"id": "obj-13", "maxclass": "newobj", "numinlets": 1, "numoutlets": 1, "outlettype": [""], "patching_rect": [260.0, 50.0, 37.0, 22.0], "text": "t b"}},
       {"box": {"id": "obj-14", "maxclass": "outlet", "numinlets": 1, "numoutlets": 0, "outlettype": [], "patching_rect": [200.0, 250.0, 30.0, 22.0], "index": 2, "comment": ""}},
       {"box": {"id": "obj-15", "maxclass": "newobj", "numinlets": 1, "numoutlets": 1, "outlettype": [""], "patching_rect": [200.0, 220.0, 93.0, 22.0], "text": "prepend set"}}
      ],
      "lines": [
       {"patchline": {"source": ["obj-2", 0], "destination": ["obj-3", 0]}},
       {"patchline": {"source": ["obj-3", 0], "destination": ["obj-1", 0]}},
       {"patchline": {"source": ["obj-5", 0], "destination": ["obj-4", 0]}},
       {"patchline": {"source": ["obj-6", 0], "destination": ["obj-7", 0]}},
       {"patchline": {"source": ["obj-7", 0], "destination": ["obj-1", 0]}},
       {"patchline": {"source": ["obj-6", 0], "destination": ["obj-8", 0]}},
       {"patchline": {"source": ["obj-8", 0], "destination": ["obj-2", 0]}},
       {"patchline": {"source": ["obj-4", 0], "destination": ["obj-10", 0]}},
       {"patchline": {"source": ["obj-10", 0], "destination": ["obj-9", 0]}},
       {"patchline": {"source": ["obj-11", 0], "destination": ["obj-12", 0]}},
       {"patchline": {"source": ["obj-12", 0], "destination": ["obj-1", 0]}},
       {"patchline": {"source": ["obj-11", 0], "destination": ["obj-13", 0]}},
       {"patchline": {"source": ["obj-13", 0], "destination": ["obj-2", 0]}},
       {"patchline": {"source": ["obj-4", 1], "destination": ["obj-15", 0]}},
       {"patchline": {"source": ["obj-15", 0], "destination": ["obj-14", 0]}}
      ]
     }
    }
   },
   {
    "box": {
     "id": "obj-81",
     "maxclass": "slider",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [""],
     "patching_rect": [820.0, 158.0, 160.0, 20.0],
     "presentation": 1,
     "presentation_rect": [820.0, 158.0, 160.0, 20.0],
     "floatoutput": 1,
     "size": 1.0,
     "orientation": 1
    }
   },
   {
    "box": {
     "id": "obj-82",
     "maxclass": "flonum",
     "numinlets": 1,
     "numoutlets": 2,
     "outlettype": ["", ""],
     "patching_rect": [1020.0, 158.0, 60.0, 22.0],
     "presentation": 1,
     "presentation_rect": [1020.0, 158.0, 60.0, 22.0],
     "format": 6
    }
   },
   {
    "box": {
     "id": "obj-83",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [1080.0, 158.0, 80.0, 22.0],
     "presentation": 1,
     "presentation_rect": [1080.0, 158.0, 80.0, 22.0],
     "text": "voices"
    }
   },
   {
    "box": {
     "id": "obj-84",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [590.0, 186.0, 230.0, 22.0],
     "presentation": 1,
     "presentation_rect": [590.0, 186.0, 230.0, 22.0],
     "text": "Variation: faithful – adventurous"
    }
   },
   {
    "box": {
     "id": "obj-85",
     "maxclass": "newobj",
     "numinlets": 2,
     "numoutlets": 2,
     "outlettype": ["", ""],
     "patching_rect": [1330.0, 186.0, 93.0, 22.0],
     "text": "p variation",
     "patcher": {
      "fileversion": 1,
      "appversion": {"major": 8, "minor": 5, "revision": 0, "architecture": "x64", "modernui": 1},
      "classnamespace": "box",
      "rect": [60.0, 90.0, 700.0, 260.0],
      "openinpresentation": 0,
      "boxes": [
       {"box": {"id": "obj-1", "maxclass": "newobj", "numinlets": 1, "numoutlets": 0, "outlettype": [], "patching_rect": [20.0, 130.0, 86.0, 22.0], "text": "s sdad-out"}},
       {"box": {"id": "obj-2", "maxclass": "newobj", "numinlets": 2, "numoutlets": 1, "outlettype": [""], "patching_rect": [560.0, 80.0, 79.0, 22.0], "text": "delay 200"}},
       {"box": {"id": "obj-3", "maxclass": "message", "numinlets": 2, "numoutlets": 1, "outlettype": [""], "patching_rect": [560.0, 110.0, 149.0, 22.0], "text": "/sdad/get variation"}},
       {
        "box": {
         "id": "obj-4",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 3,
         "outlettype": ["", "", ""],
         "patching_rect": [20.0, 190.0, 429.0, 22.0],
         "text": "route /sdad/control/variation /sdad/control/variation/value"
        }
       },
       {"box": {"id": "obj-5", "maxclass": "newobj", "numinlets": 0, "numoutlets": 1, "outlettype": [""], "patching_rect": [20.0, 160.0, 79.0, 22.0], "text": "r sdad-in"}},
       {"box": {"id": "obj-6", "maxclass": "inlet", "numinlets": 0, "numoutlets": 1, "outlettype": [""], "patching_rect": [20.0, 20.0, 30.0, 22.0], "index": 1, "comment": ""}},
       {"box": {"id": "obj-7", "maxclass": "newobj", "numinlets": 1, "numoutlets": 1, "outlettype": [""], "patching_rect": [20.0, 100.0, 233.0, 22.0], "text": "prepend /sdad/control/variation"}},
       {"box": {"id": "obj-8", "maxclass": "newobj", "numinlets": 1, "numoutlets": 1, "outlettype": [""], "patching_rect": [80.0, 50.0, 37.0, 22.0], "text": "t b"}},
       {"box": {"id": "obj-9", "maxclass": "outlet", "numinlets": 1, "numoutlets": 0, "outlettype": [], "patching_rect": [20.0, 250.0, 30.0, 22.0], "index": 1, "comment": ""}},
       {"box": {"id": "obj-10", "maxclass": "newobj", "numinlets": 1, "numoutlets": 1, "outlettype": [""], "patching_rect": [20.0, 220.0, 93.0, 22.0], "text": "prepend set"}},
       {"box": {"id": "obj-11", "maxclass": "inlet", "numinlets": 0, "numoutlets": 1, "outlettype": [""], "patching_rect": [200.0, 20.0, 30.0, 22.0], "index": 2, "comment": ""}},
       {
        "box": {"id": "obj-12", "maxclass": "newobj", "numinlets": 1, "numoutlets": 1, "outlettype": [""], "patching_rect": [200.0, 100.0, 275.0, 22.0], "text": "prepend /sdad/control/variation/value"}
       },
       {"box": {"id": "obj-13", "maxclass": "newobj", "numinlets": 1, "numoutlets": 1, "outlettype": [""], "patching_rect": [260.0, 50.0, 37.0, 22.0], "text": "t b"}},
       {"box": {"id": "obj-14", "maxclass": "outlet", "numinlets": 1, "numoutlets": 0, "outlettype": [], "patching_rect": [200.0, 250.0, 30.0, 22.0], "index": 2, "comment": ""}},
       {"box": {"id": "obj-15", "maxclass": "newobj", "numinlets": 1, "numoutlets": 1, "outlettype": [""], "patching_rect": [200.0, 220.0, 93.0, 22.0], "text": "prepend set"}}
      ],
      "lines": [
       {"patchline": {"source": ["obj-2", 0], "destination": ["obj-3", 0]}},
       {"patchline": {"source": ["obj-3", 0], "destination": ["obj-1", 0]}},
       {"patchline": {"source": ["obj-5", 0], "destination": ["obj-4", 0]}},
       {"patchline": {"source": ["obj-6", 0], "destination": ["obj-7", 0]}},
       {"patchline": {"source": ["obj-7", 0], "destination": ["obj-1", 0]}},
       {"patchline": {"source": ["obj-6", 0], "destination": ["obj-8", 0]}},
       {"patchline": {"source": ["obj-8", 0], "destination": ["obj-2", 0]}},
       {"patchline": {"source": ["obj-4", 0], "destination": ["obj-10", 0]}},
       {"patchline": {"source": ["obj-10", 0], "destination": ["obj-9", 0]}},
       {"patchline": {"source": ["obj-11", 0], "destination": ["obj-12", 0]}},
       {"patchline": {"source": ["obj-12", 0], "destination": ["obj-1", 0]}},
       {"patchline": {"source": ["obj-11", 0], "destination": ["obj-13", 0]}},
       {"patchline": {"source": ["obj-13", 0], "destination": ["obj-2", 0]}},
       {"patchline": {"source": ["obj-4", 1], "destination": ["obj-15", 0]}},
       {"patchline": {"source": ["obj-15", 0], "destination": ["obj-14", 0]}}
      ]
     }
    }
   },
   {
    "box": {
     "id": "obj-86",
     "maxclass": "slider",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [""],
     "patching_rect": [820.0, 186.0, 160.0, 20.0],
     "presentation": 1,
     "presentation_rect": [820.0, 186.0, 160.0, 20.0],
     "floatoutput": 1,
     "size": 1.0,
     "orientation": 1
    }
   },
   {
    "box": {
     "id": "obj-87",
     "maxclass": "flonum",
     "numinlets": 1,
     "numoutlets": 2,
     "outlettype": ["", ""],
     "patching_rect": [1020.0, 186.0, 60.0, 22.0],
     "presentation": 1,
     "presentation_rect": [1020.0, 186.0, 60.0, 22.0],
     "format": 6
    }
   },
   {
    "box": {
     "id": "obj-88",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [1080.0, 186.0, 80.0, 22.0],
     "presentation": 1,
     "presentation_rect": [1080.0, 186.0, 80.0, 22.0],
     "text": "0-1"
    }
   },
   {
    "box": {
     "id": "obj-89",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [590.0, 214.0, 230.0, 22.0],
     "presentation": 1,
     "presentation_rect": [590.0, 214.0, 230.0, 22.0],
     "text": "Duration: short – long"
    }
   },
   {
    "box": {
     "id": "obj-90",
     "maxclass": "newobj",
     "numinlets": 2,
     "numoutlets": 2,
     "outlettype": ["", ""],
     "patching_rect": [1330.0, 214.0, 86.0, 22.0],
     "text": "p duration",
     "patcher": {
      "fileversion": 1,
      "appversion": {"major": 8, "minor": 5, "revision": 0, "architecture": "x64", "modernui": 1},
      "classnamespace": "box",
      "rect": [60.0, 90.0, 700.0, 260.0],
      "openinpresentation": 0,
      "boxes": [
       {"box": {"id": "obj-1", "maxclass": "newobj", "numinlets": 1, "numoutlets": 0, "outlettype": [], "patching_rect": [20.0, 130.0, 86.0, 22.0], "text": "s sdad-out"}},
       {"box": {"id": "obj-2", "maxclass": "newobj", "numinlets": 2, "numoutlets": 1, "outlettype": [""], "patching_rect": [560.0, 80.0, 79.0, 22.0], "text": "delay 200"}},
       {"box": {"id": "obj-3", "maxclass": "message", "numinlets": 2, "numoutlets": 1, "outlettype": [""], "patching_rect": [560.0, 110.0, 142.0, 22.0], "text": "/sdad/get duration"}},
       {
        "box": {
         "id": "obj-4",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 3,
         "outlettype": ["", "", ""],
         "patching_rect": [20.0, 190.0, 429.0, 22.0],
         "text": "route /sdad/control/duration /sdad/control/duration/seconds"
        }
       },
       {"box": {"id": "obj-5", "maxclass": "newobj", "numinlets": 0, "numoutlets": 1, "outlettype": [""], "patching_rect": [20.0, 160.0, 79.0, 22.0], "text": "r sdad-in"}},
       {"box": {"id": "obj-6", "maxclass": "inlet", "numinlets": 0, "numoutlets": 1, "outlettype": [""], "patching_rect": [20.0, 20.0, 30.0, 22.0], "index": 1, "comment": ""}},
       {"box": {"id": "obj-7", "maxclass": "newobj", "numinlets": 1, "numoutlets": 1, "outlettype": [""], "patching_rect": [20.0, 100.0, 226.0, 22.0], "text": "prepend /sdad/control/duration"}},
       {"box": {"id": "obj-8", "maxclass": "newobj", "numinlets": 1, "numoutlets": 1, "outlettype": [""], "patching_rect": [80.0, 50.0, 37.0, 22.0], "text": "t b"}},
       {"box": {"id": "obj-9", "maxclass": "outlet", "numinlets": 1, "numoutlets": 0, "outlettype": [], "patching_rect": [20.0, 250.0, 30.0, 22.0], "index": 1, "comment": ""}},
       {"box": {"id": "obj-10", "maxclass": "newobj", "numinlets": 1, "numoutlets": 1, "outlettype": [""], "patching_rect": [20.0, 220.0, 93.0, 22.0], "text": "prepend set"}},
       {"box": {"id": "obj-11", "maxclass": "inlet", "numinlets": 0, "numoutlets": 1, "outlettype": [""], "patching_rect": [200.0, 20.0, 30.0, 22.0], "index": 2, "comment": ""}},
       {
        "box": {"id": "obj-12", "maxclass": "newobj", "numinlets": 1, "numoutlets": 1, "outlettype": [""], "patching_rect": [200.0, 100.0, 282.0, 22.0], "text": "prepend /sdad/control/duration/seconds"}
       },
       {"box": {"id": "obj-13", "maxclass": "newobj", "numinlets": 1, "numoutlets": 1, "outlettype": [""], "patching_rect": [260.0, 50.0, 37.0, 22.0], "text": "t b"}},
       {"box": {"id": "obj-14", "maxclass": "outlet", "numinlets": 1, "numoutlets": 0, "outlettype": [], "patching_rect": [200.0, 250.0, 30.0, 22.0], "index": 2, "comment": ""}},
       {"box": {"id": "obj-15", "maxclass": "newobj", "numinlets": 1, "numoutlets": 1, "outlettype": [""], "patching_rect": [200.0, 220.0, 93.0, 22.0], "text": "prepend set"}}
      ],
      "lines": [
       {"patchline": {"source": ["obj-2", 0], "destination": ["obj-3", 0]}},
       {"patchline": {"source": ["obj-3", 0], "destination": ["obj-1", 0]}},
       {"patchline": {"source": ["obj-5", 0], "destination": ["obj-4", 0]}},
       {"patchline": {"source": ["obj-6", 0], "destination": ["obj-7", 0]}},
       {"patchline": {"source": ["obj-7", 0], "destination": ["obj-1", 0]}},
       {"patchline": {"source": ["obj-6", 0], "destination": ["obj-8", 0]}},
       {"patchline": {"source": ["obj-8", 0], "destination": ["obj-2", 0]}},
       {"patchline": {"source": ["obj-4", 0], "destination": ["obj-10", 0]}},
       {"patchline": {"source": ["obj-10", 0], "destination": ["obj-9", 0]}},
       {"patchline": {"source": ["obj-11", 0], "destination": ["obj-12", 0]}},
       {"patchline": {"source": ["obj-12", 0], "destination": ["obj-1", 0]}},
       {"patchline": {"source": ["obj-11", 0], "destination": ["obj-13", 0]}},
       {"patchline": {"source": ["obj-13", 0], "destination": ["obj-2", 0]}},
       {"patchline": {"source": ["obj-4", 1], "destination": ["obj-15", 0]}},
       {"patchline": {"source": ["obj-15", 0], "destination": ["obj-14", 0]}}
      ]
     }
    }
   },
   {
    "box": {
     "id": "obj-91",
     "maxclass": "slider",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [""],
     "patching_rect": [820.0, 214.0, 160.0, 20.0],
     "presentation": 1,
     "presentation_rect": [820.0, 214.0, 160.0, 20.0],
     "floatoutput": 1,
     "size": 1.0,
     "orientation": 1
    }
   },
   {
    "box": {
     "id": "obj-92",
     "maxclass": "flonum",
     "numinlets": 1,
     "numoutlets": 2,
     "outlettype": ["", ""],
     "patching_rect": [1020.0, 214.0, 60.0, 22.0],
     "presentation": 1,
     "presentation_rect": [1020.0, 214.0, 60.0, 22.0],
     "format": 6
    }
   },
   {
    "box": {
     "id": "obj-93",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [1080.0, 214.0, 80.0, 22.0],
     "presentation": 1,
     "presentation_rect": [1080.0, 214.0, 80.0, 22.0],
     "text": "s"
    }
   },
   {
    "box": {
     "id": "obj-94",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [590.0, 242.0, 230.0, 22.0],
     "presentation": 1,
     "presentation_rect": [590.0, 242.0, 230.0, 22.0],
     "text": "Tail: cut – ring out"
    }
   },
   {
    "box": {
     "id": "obj-95",
     "maxclass": "newobj",
     "numinlets": 2,
     "numoutlets": 2,
     "outlettype": ["", ""],
     "patching_rect": [1330.0, 242.0, 58.0, 22.0],
     "text": "p tail",
     "patcher": {
      "fileversion": 1,
      "appversion": {"major": 8, "minor": 5, "revision": 0, "architecture": "x64", "modernui": 1},
      "classnamespace": "box",
      "rect": [60.0, 90.0, 700.0, 260.0],
      "openinpresentation": 0,
      "boxes": [
       {"box": {"id": "obj-1", "maxclass": "newobj", "numinlets": 1, "numoutlets": 0, "outlettype": [], "patching_rect": [20.0, 130.0, 86.0, 22.0], "text": "s sdad-out"}},
       {"box": {"id": "obj-2", "maxclass": "newobj", "numinlets": 2, "numoutlets": 1, "outlettype": [""], "patching_rect": [560.0, 80.0, 79.0, 22.0], "text": "delay 200"}},
       {"box": {"id": "obj-3", "maxclass": "message", "numinlets": 2, "numoutlets": 1, "outlettype": [""], "patching_rect": [560.0, 110.0, 114.0, 22.0], "text": "/sdad/get tail"}},
       {
        "box": {
         "id": "obj-4",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 3,
         "outlettype": ["", "", ""],
         "patching_rect": [20.0, 190.0, 373.0, 22.0],
         "text": "route /sdad/control/tail /sdad/control/tail/seconds"
        }
       },
       {"box": {"id": "obj-5", "maxclass": "newobj", "numinlets": 0, "numoutlets": 1, "outlettype": [""], "patching_rect": [20.0, 160.0, 79.0, 22.0], "text": "r sdad-in"}},
       {"box": {"id": "obj-6", "maxclass": "inlet", "numinlets": 0, "numoutlets": 1, "outlettype": [""], "patching_rect": [20.0, 20.0, 30.0, 22.0], "index": 1, "comment": ""}},
       {"box": {"id": "obj-7", "maxclass": "newobj", "numinlets": 1, "numoutlets": 1, "outlettype": [""], "patching_rect": [20.0, 100.0, 198.0, 22.0], "text": "prepend /sdad/control/tail"}},
       {"box": {"id": "obj-8", "maxclass": "newobj", "numinlets": 1, "numoutlets": 1, "outlettype": [""], "patching_rect": [80.0, 50.0, 37.0, 22.0], "text": "t b"}},
       {"box": {"id": "obj-9", "maxclass": "outlet", "numinlets": 1, "numoutlets": 0, "outlettype": [], "patching_rect": [20.0, 250.0, 30.0, 22.0], "index": 1, "comment": ""}},
       {"box": {"id": "obj-10", "maxclass": "newobj", "numinlets": 1, "numoutlets": 1, "outlettype": [""], "patching_rect": [20.0, 220.0, 93.0, 22.0], "text": "prepend set"}},
       {"box": {"id": "obj-11", "maxclass": "inlet", "numinlets": 0, "numoutlets": 1, "outlettype": [""], "patching_rect": [200.0, 20.0, 30.0, 22.0], "index": 2, "comment": ""}},
       {"box": {"id": "obj-12", "maxclass": "newobj", "numinlets": 1, "numoutlets": 1, "outlettype": [""], "patching_rect": [200.0, 100.0, 254.0, 22.0], "text": "prepend /sdad/control/tail/seconds"}},
       {"box": {"id": "obj-13", "maxclass": "newobj", "numinlets": 1, "numoutlets": 1, "outlettype": [""], "patching_rect": [260.0, 50.0, 37.0, 22.0], "text": "t b"}},
       {"box": {"id": "obj-14", "maxclass": "outlet", "numinlets": 1, "numoutlets": 0, "outlettype": [], "patching_rect": [200.0, 250.0, 30.0, 22.0], "index": 2, "comment": ""}},
       {"box": {"id": "obj-15", "maxclass": "newobj", "numinlets": 1, "numoutlets": 1, "outlettype": [""], "patching_rect": [200.0, 220.0, 93.0, 22.0], "text": "prepend set"}}
      ],
      "lines": [
       {"patchline": {"source": ["obj-2", 0], "destination": ["obj-3", 0]}},
       {"patchline": {"source": ["obj-3", 0], "destination": ["obj-1", 0]}},
       {"patchline": {"source": ["obj-5", 0], "destination": ["obj-4", 0]}},
       {"patchline": {"source": ["obj-6", 0], "destination": ["obj-7", 0]}},
       {"patchline": {"source": ["obj-7", 0], "destination": ["obj-1", 0]}},
       {"patchline": {"source": ["obj-6", 0], "destination": ["obj-8", 0]}},
       {"patchline": {"source": ["obj-8", 0], "destination": ["obj-2", 0]}},
       {"patchline": {"source": ["obj-4", 0], "destination": ["obj-10", 0]}},
       {"patchline": {"source": ["obj-10", 0], "destination": ["obj-9", 0]}},
       {"patchline": {"source": ["obj-11", 0], "destination": ["obj-12", 0]}},
       {"patchline": {"source": ["obj-12", 0], "destination": ["obj-1", 0]}},
       {"patchline": {"source": ["obj-11", 0], "destination": ["obj-13", 0]}},
       {"patchline": {"source": ["obj-13", 0], "destination": ["obj-2", 0]}},
       {"patchline": {"source": ["obj-4", 1], "destination": ["obj-15", 0]}},
       {"patchline": {"source": ["obj-15", 0], "destination": ["obj-14", 0]}}
      ]
     }
    }
   },
   {
    "box": {
     "id": "obj-96",
     "maxclass": "slider",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [""],
     "patching_rect": [820.0, 242.0, 160.0, 20.0],
     "presentation": 1,
     "presentation_rect": [820.0, 242.0, 160.0, 20.0],
     "floatoutput": 1,
     "size": 1.0,
     "orientation": 1
    }
   },
   {
    "box": {
     "id": "obj-97",
     "maxclass": "flonum",
     "numinlets": 1,
     "numoutlets": 2,
     "outlettype": ["", ""],
     "patching_rect": [1020.0, 242.0, 60.0, 22.0],
     "presentation": 1,
     "presentation_rect": [1020.0, 242.0, 60.0, 22.0],
     "format": 6
    }
   },
   {
    "box": {
     "id": "obj-98",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [1080.0, 242.0, 80.0, 22.0],
     "presentation": 1,
     "presentation_rect": [1080.0, 242.0, 80.0, 22.0],
     "text": "s"
    }
   },
   {
    "box": {
     "id": "obj-99",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [590.0, 270.0, 230.0, 22.0],
     "presentation": 1,
     "presentation_rect": [590.0, 270.0, 230.0, 22.0],
     "text": "Blend: model A – model B"
    }
   },
   {
    "box": {
     "id": "obj-100",
     "maxclass": "newobj",
     "numinlets": 2,
     "numoutlets": 2,
     "outlettype": ["", ""],
     "patching_rect": [1330.0, 270.0, 65.0, 22.0],
     "text": "p blend",
     "patcher": {
      "fileversion": 1,
      "appversion": {"major": 8, "minor": 5, "revision": 0, "architecture": "x64", "modernui": 1},
      "classnamespace": "box",
      "rect": [60.0, 90.0, 700.0, 260.0],
      "openinpresentation": 0,
      "boxes": [
       {"box": {"id": "obj-1", "maxclass": "newobj", "numinlets": 1, "numoutlets": 0, "outlettype": [], "patching_rect": [20.0, 130.0, 86.0, 22.0], "text": "s sdad-out"}},
       {"box": {"id": "obj-2", "maxclass": "newobj", "numinlets": 2, "numoutlets": 1, "outlettype": [""], "patching_rect": [560.0, 80.0, 79.0, 22.0], "text": "delay 200"}},
       {"box": {"id": "obj-3", "maxclass": "message", "numinlets": 2, "numoutlets": 1, "outlettype": [""], "patching_rect": [560.0, 110.0, 121.0, 22.0], "text": "/sdad/get blend"}},
       {
        "box": {
         "id": "obj-4",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 3,
         "outlettype": ["", "", ""],
         "patching_rect": [20.0, 190.0, 380.0, 22.0],
         "text": "route /sdad/control/blend /sdad/control/blend/weight"
        }
       },
       {"box": {"id": "obj-5", "maxclass": "newobj", "numinlets": 0, "numoutlets": 1, "outlettype": [""], "patching_rect": [20.0, 160.0, 79.0, 22.0], "text": "r sdad-in"}},
       {"box": {"id": "obj-6", "maxclass": "inlet", "numinlets": 0, "numoutlets": 1, "outlettype": [""], "patching_rect": [20.0, 20.0, 30.0, 22.0], "index": 1, "comment": ""}},
       {"box": {"id": "obj-7", "maxclass": "newobj", "numinlets": 1, "numoutlets": 1, "outlettype": [""], "patching_rect": [20.0, 100.0, 205.0, 22.0], "text": "prepend /sdad/control/blend"}},
       {"box": {"id": "obj-8", "maxclass": "newobj", "numinlets": 1, "numoutlets": 1, "outlettype": [""], "patching_rect": [80.0, 50.0, 37.0, 22.0], "text": "t b"}},
       {"box": {"id": "obj-9", "maxclass": "outlet", "numinlets": 1, "numoutlets": 0, "outlettype": [], "patching_rect": [20.0, 250.0, 30.0, 22.0], "index": 1, "comment": ""}},
       {"box": {"id": "obj-10", "maxclass": "newobj", "numinlets": 1, "numoutlets": 1, "outlettype": [""], "patching_rect": [20.0, 220.0, 93.0, 22.0], "text": "prepend set"}},
       {"box": {"id": "obj-11", "maxclass": "inlet", "numinlets": 0, "numoutlets": 1, "outlettype": [""], "patching_rect": [200.0, 20.0, 30.0, 22.0], "index": 2, "comment": ""}},
       {"box": {"id": "obj-12", "maxclass": "newobj", "numinlets": 1, "numoutlets": 1, "outlettype": [""], "patching_rect": [200.0, 100.0, 254.0, 22.0], "text": "prepend /sdad/control/blend/weight"}},
       {"box": {"id": "obj-13", "maxclass": "newobj", "numinlets": 1, "numoutlets": 1, "outlettype": [""], "patching_rect": [260.0, 50.0, 37.0, 22.0], "text": "t b"}},
       {"box": {"id": "obj-14", "maxclass": "outlet", "numinlets": 1, "numoutlets": 0, "outlettype": [], "patching_rect": [200.0, 250.0, 30.0, 22.0], "index": 2, "comment": ""}},
       {"box": {"id": "obj-15", "maxclass": "newobj", "numinlets": 1, "numoutlets": 1, "outlettype": [""], "patching_rect": [200.0, 220.0, 93.0, 22.0], "text": "prepend set"}}
      ],
      "lines": [
       {"patchline": {"source": ["obj-2", 0], "destination": ["obj-3", 0]}},
       {"patchline": {"source": ["obj-3", 0], "destination": ["obj-1", 0]}},
       {"patchline": {"source": ["obj-5", 0], "destination": ["obj-4", 0]}},
       {"patchline": {"source": ["obj-6", 0], "destination": ["obj-7", 0]}},
       {"patchline": {"source": ["obj-7", 0], "destination": ["obj-1", 0]}},
       {"patchline": {"source": ["obj-6", 0], "destination": ["obj-8", 0]}},
       {"patchline": {"source": ["obj-8", 0], "destination": ["obj-2", 0]}},
       {"patchline": {"source": ["obj-4", 0], "destination": ["obj-10", 0]}},
       {"patchline": {"source": ["obj-10", 0], "destination": ["obj-9", 0]}},
       {"patchline": {"source": ["obj-11", 0], "destination": ["obj-12", 0]}},
       {"patchline": {"source": ["obj-12", 0], "destination": ["obj-1", 0]}},
       {"patchline": {"source": ["obj-11", 0], "destination": ["obj-13", 0]}},
       {"patchline": {"source": ["obj-13", 0], "destination": ["obj-2", 0]}},
       {"patchline": {"source": ["obj-4", 1], "destination": ["obj-15", 0]}},
       {"patchline": {"source": ["obj-15", 0], "destination": ["obj-14", 0]}}
      ]
     }
    }
   },
   {
    "box": {
     "id": "obj-101",
     "maxclass": "slider",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [""],
     "patching_rect": [820.0, 270.0, 160.0, 20.0],
     "presentation": 1,
     "presentation_rect": [820.0, 270.0, 160.0, 20.0],
     "floatoutput": 1,
     "size": 1.0,
     "orientation": 1
    }
   },
   {
    "box": {
     "id": "obj-102",
     "maxclass": "flonum",
     "numinlets": 1,
     "numoutlets": 2,
     "outlettype": ["", ""],
     "patching_rect": [1020.0, 270.0, 60.0, 22.0],
     "presentation": 1,
     "presentation_rect": [1020.0, 270.0, 60.0, 22.0],
     "format": 6
    }
   },
   {
    "box": {
     "id": "obj-103",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [1080.0, 270.0, 80.0, 22.0],
     "presentation": 1,
     "presentation_rect": [1080.0, 270.0, 80.0, 22.0],
     "text": "weight"
    }
   },
   {
    "box": {
     "id": "obj-104",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [590.0, 298.0, 230.0, 22.0],
     "presentation": 1,
     "presentation_rect": [590.0, 298.0, 230.0, 22.0],
     "text": "Morph: preset A – preset B"
    }
   },
   {
    "box": {
     "id": "obj-105",
     "maxclass": "newobj",
     "numinlets": 2,
     "numoutlets": 2,
     "outlettype": ["", ""],
     "patching_rect": [1330.0, 298.0, 65.0, 22.0],
     "text": "p morph",
     "patcher": {
      "fileversion": 1,
      "appversion": {"major": 8, "minor": 5, "revision": 0, "architecture": "x64", "modernui": 1},
      "classnamespace": "box",
      "rect": [60.0, 90.0, 700.0, 260.0],
      "openinpresentation": 0,
      "boxes": [
       {"box": {"id": "obj-1", "maxclass": "newobj", "numinlets": 1, "numoutlets": 0, "outlettype": [], "patching_rect": [20.0, 130.0, 86.0, 22.0], "text": "s sdad-out"}},
       {"box": {"id": "obj-2", "maxclass": "newobj", "numinlets": 2, "numoutlets": 1, "outlettype": [""], "patching_rect": [560.0, 80.0, 79.0, 22.0], "text": "delay 200"}},
       {"box": {"id": "obj-3", "maxclass": "message", "numinlets": 2, "numoutlets": 1, "outlettype": [""], "patching_rect": [560.0, 110.0, 121.0, 22.0], "text": "/sdad/get morph"}},
       {
        "box": {
         "id": "obj-4",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 3,
         "outlettype": ["", "", ""],
         "patching_rect": [20.0, 190.0, 373.0, 22.0],
         "text": "route /sdad/control/morph /sdad/control/morph/value"
        }
       },
       {"box": {"id": "obj-5", "maxclass": "newobj", "numinlets": 0, "numoutlets": 1, "outlettype": [""], "patching_rect": [20.0, 160.0, 79.0, 22.0], "text": "r sdad-in"}},
       {"box": {"id": "obj-6", "maxclass": "inlet", "numinlets": 0, "numoutlets": 1, "outlettype": [""], "patching_rect": [20.0, 20.0, 30.0, 22.0], "index": 1, "comment": ""}},
       {"box": {"id": "obj-7", "maxclass": "newobj", "numinlets": 1, "numoutlets": 1, "outlettype": [""], "patching_rect": [20.0, 100.0, 205.0, 22.0], "text": "prepend /sdad/control/morph"}},
       {"box": {"id": "obj-8", "maxclass": "newobj", "numinlets": 1, "numoutlets": 1, "outlettype": [""], "patching_rect": [80.0, 50.0, 37.0, 22.0], "text": "t b"}},
       {"box": {"id": "obj-9", "maxclass": "outlet", "numinlets": 1, "numoutlets": 0, "outlettype": [], "patching_rect": [20.0, 250.0, 30.0, 22.0], "index": 1, "comment": ""}},
       {"box": {"id": "obj-10", "maxclass": "newobj", "numinlets": 1, "numoutlets": 1, "outlettype": [""], "patching_rect": [20.0, 220.0, 93.0, 22.0], "text": "prepend set"}},
       {"box": {"id": "obj-11", "maxclass": "inlet", "numinlets": 0, "numoutlets": 1, "outlettype": [""], "patching_rect": [200.0, 20.0, 30.0, 22.0], "index": 2, "comment": ""}},
       {"box": {"id": "obj-12", "maxclass": "newobj", "numinlets": 1, "numoutlets": 1, "outlettype": [""], "patching_rect": [200.0, 100.0, 247.0, 22.0], "text": "prepend /sdad/control/morph/value"}},
       {"box": {"id": "obj-13", "maxclass": "newobj", "numinlets": 1, "numoutlets": 1, "outlettype": [""], "patching_rect": [260.0, 50.0, 37.0, 22.0], "text": "t b"}},
       {"box": {"id": "obj-14", "maxclass": "outlet", "numinlets": 1, "numoutlets": 0, "outlettype": [], "patching_rect": [200.0, 250.0, 30.0, 22.0], "index": 2, "comment": ""}},
       {"box": {"id": "obj-15", "maxclass": "newobj", "numinlets": 1, "numoutlets": 1, "outlettype": [""], "patching_rect": [200.0, 220.0, 93.0, 22.0], "text": "prepend set"}}
      ],
      "lines": [
       {"patchline": {"source": ["obj-2", 0], "destination": ["obj-3", 0]}},
       {"patchline": {"source": ["obj-3", 0], "destination": ["obj-1", 0]}},
       {"patchline": {"source": ["obj-5", 0], "destination": ["obj-4", 0]}},
       {"patchline": {"source": ["obj-6", 0], "destination": ["obj-7", 0]}},
       {"patchline": {"source": ["obj-7", 0], "destination": ["obj-1", 0]}},
       {"patchline": {"source": ["obj-6", 0], "destination": ["obj-8", 0]}},
       {"patchline": {"source": ["obj-8", 0], "destination": ["obj-2", 0]}},
       {"patchline": {"source": ["obj-4", 0], "destination": ["obj-10", 0]}},
       {"patchline": {"source": ["obj-10", 0], "destination": ["obj-9", 0]}},
       {"patchline": {"source": ["obj-11", 0], "destination": ["obj-12", 0]}},
       {"patchline": {"source": ["obj-12", 0], "destination": ["obj-1", 0]}},
       {"patchline": {"source": ["obj-11", 0], "destination": ["obj-13", 0]}},
       {"patchline": {"source": ["obj-13", 0], "destination": ["obj-2", 0]}},
       {"patchline": {"source": ["obj-4", 1], "destination": ["obj-15", 0]}},
       {"patchline": {"source": ["obj-15", 0], "destination": ["obj-14", 0]}}
      ]
     }
    }
   },
   {
    "box": {
     "id": "obj-106",
     "maxclass": "slider",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [""],
     "patching_rect": [820.0, 298.0, 160.0, 20.0],
     "presentation": 1,
     "presentation_rect": [820.0, 298.0, 160.0, 20.0],
     "floatoutput": 1,
     "size": 1.0,
     "orientation": 1
    }
   },
   {
    "box": {
     "id": "obj-107",
     "maxclass": "flonum",
     "numinlets": 1,
     "numoutlets": 2,
     "outlettype": ["", ""],
     "patching_rect": [1020.0, 298.0, 60.0, 22.0],
     "presentation": 1,
     "presentation_rect": [1020.0, 298.0, 60.0, 22.0],
     "format": 6
    }
   },
   {
    "box": {
     "id": "obj-108",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [1080.0, 298.0, 80.0, 22.0],
     "presentation": 1,
     "presentation_rect": [1080.0, 298.0, 80.0, 22.0],
     "text": "0-1"
    }
   },
   {
    "box": {
     "id": "obj-109",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [590.0, 326.0, 230.0, 22.0],
     "presentation": 1,
     "presentation_rect": [590.0, 326.0, 230.0, 22.0],
     "text": "Level: quiet – loud"
    }
   },
   {
    "box": {
     "id": "obj-110",
     "maxclass": "newobj",
     "numinlets": 2,
     "numoutlets": 2,
     "outlettype": ["", ""],
     "patching_rect": [1330.0, 326.0, 65.0, 22.0],
     "text": "p level",
     "patcher": {
      "fileversion": 1,
      "appversion": {"major": 8, "minor": 5, "revision": 0, "architecture": "x64", "modernui": 1},
      "classnamespace": "box",
      "rect": [60.0, 90.0, 700.0, 260.0],
      "openinpresentation": 0,
      "boxes": [
       {"box": {"id": "obj-1", "maxclass": "newobj", "numinlets": 1, "numoutlets": 0, "outlettype": [], "patching_rect": [20.0, 130.0, 86.0, 22.0], "text": "s sdad-out"}},
       {"box": {"id": "obj-2", "maxclass": "newobj", "numinlets": 2, "numoutlets": 1, "outlettype": [""], "patching_rect": [560.0, 80.0, 79.0, 22.0], "text": "delay 200"}},
       {"box": {"id": "obj-3", "maxclass": "message", "numinlets": 2, "numoutlets": 1, "outlettype": [""], "patching_rect": [560.0, 110.0, 121.0, 22.0], "text": "/sdad/get level"}},
       {
        "box": {
         "id": "obj-4",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 3,
         "outlettype": ["", "", ""],
         "patching_rect": [20.0, 190.0, 366.0, 22.0],
         "text": "route /sdad/control/level /sdad/control/level/lufs"
        }
       },
       {"box": {"id": "obj-5", "maxclass": "newobj", "numinlets": 0, "numoutlets": 1, "outlettype": [""], "patching_rect": [20.0, 160.0, 79.0, 22.0], "text": "r sdad-in"}},
       {"box": {"id": "obj-6", "maxclass": "inlet", "numinlets": 0, "numoutlets": 1, "outlettype": [""], "patching_rect": [20.0, 20.0, 30.0, 22.0], "index": 1, "comment": ""}},
       {"box": {"id": "obj-7", "maxclass": "newobj", "numinlets": 1, "numoutlets": 1, "outlettype": [""], "patching_rect": [20.0, 100.0, 205.0, 22.0], "text": "prepend /sdad/control/level"}},
       {"box": {"id": "obj-8", "maxclass": "newobj", "numinlets": 1, "numoutlets": 1, "outlettype": [""], "patching_rect": [80.0, 50.0, 37.0, 22.0], "text": "t b"}},
       {"box": {"id": "obj-9", "maxclass": "outlet", "numinlets": 1, "numoutlets": 0, "outlettype": [], "patching_rect": [20.0, 250.0, 30.0, 22.0], "index": 1, "comment": ""}},
       {"box": {"id": "obj-10", "maxclass": "newobj", "numinlets": 1, "numoutlets": 1, "outlettype": [""], "patching_rect": [20.0, 220.0, 93.0, 22.0], "text": "prepend set"}},
       {"box": {"id": "obj-11", "maxclass": "inlet", "numinlets": 0, "numoutlets": 1, "outlettype": [""], "patching_rect": [200.0, 20.0, 30.0, 22.0], "index": 2, "comment": ""}},
       {"box": {"id": "obj-12", "maxclass": "newobj", "numinlets": 1, "numoutlets": 1, "outlettype": [""], "patching_rect": [200.0, 100.0, 240.0, 22.0], "text": "prepend /sdad/control/level/lufs"}},
       {"box": {"id": "obj-13", "maxclass": "newobj", "numinlets": 1, "numoutlets": 1, "outlettype": [""], "patching_rect": [260.0, 50.0, 37.0, 22.0], "text": "t b"}},
       {"box": {"id": "obj-14", "maxclass": "outlet", "numinlets": 1, "numoutlets": 0, "outlettype": [], "patching_rect": [200.0, 250.0, 30.0, 22.0], "index": 2, "comment": ""}},
       {"box": {"id": "obj-15", "maxclass": "newobj", "numinlets": 1, "numoutlets": 1, "outlettype": [""], "patching_rect": [200.0, 220.0, 93.0, 22.0], "text": "prepend set"}}
      ],
      "lines": [
       {"patchline": {"source": ["obj-2", 0], "destination": ["obj-3", 0]}},
       {"patchline": {"source": ["obj-3", 0], "destination": ["obj-1", 0]}},
       {"patchline": {"source": ["obj-5", 0], "destination": ["obj-4", 0]}},
       {"patchline": {"source": ["obj-6", 0], "destination": ["obj-7", 0]}},
       {"patchline": {"source": ["obj-7", 0], "destination": ["obj-1", 0]}},
       {"patchline": {"source": ["obj-6", 0], "destination": ["obj-8", 0]}},
       {"patchline": {"source": ["obj-8", 0], "destination": ["obj-2", 0]}},
       {"patchline": {"source": ["obj-4", 0], "destination": ["obj-10", 0]}},
       {"patchline": {"source": ["obj-10", 0], "destination": ["obj-9", 0]}},
       {"patchline": {"source": ["obj-11", 0], "destination": ["obj-12", 0]}},
       {"patchline": {"source": ["obj-12", 0], "destination": ["obj-1", 0]}},
       {"patchline": {"source": ["obj-11", 0], "destination": ["obj-13", 0]}},
       {"patchline": {"source": ["obj-13", 0], "destination": ["obj-2", 0]}},
       {"patchline": {"source": ["obj-4", 1], "destination": ["obj-15", 0]}},
       {"patchline": {"source": ["obj-15", 0], "destination": ["obj-14", 0]}}
      ]
     }
    }
   },
   {
    "box": {
     "id": "obj-111",
     "maxclass": "slider",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [""],
     "patching_rect": [820.0, 326.0, 160.0, 20.0],
     "presentation": 1,
     "presentation_rect": [820.0, 326.0, 160.0, 20.0],
     "floatoutput": 1,
     "size": 1.0,
     "orientation": 1
    }
   },
   {
    "box": {
     "id": "obj-112",
     "maxclass": "flonum",
     "numinlets": 1,
     "numoutlets": 2,
     "outlettype": ["", ""],
     "patching_rect": [1020.0, 326.0, 60.0, 22.0],
     "presentation": 1,
     "presentation_rect": [1020.0, 326.0, 60.0, 22.0],
     "format": 6
    }
   },
   {
    "box": {
     "id": "obj-113",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [1080.0, 326.0, 80.0, 22.0],
     "presentation": 1,
     "presentation_rect": [1080.0, 326.0, 80.0, 22.0],
     "text": "LUFS"
    }
   },
   {
    "box": {
     "id": "obj-114",
     "maxclass": "umenu",
     "numinlets": 1,
     "numoutlets": 3,
     "outlettype": ["", "", ""],
     "patching_rect": [10.0, 282.0, 195.0, 22.0],
     "presentation": 1,
     "presentation_rect": [10.0, 282.0, 195.0, 22.0],
     "items": "<empty>",
     "hint": "model"
    }
   },
   {
    "box": {
     "id": "obj-115",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [""],
     "patching_rect": [1210.0, 282.0, 65.0, 22.0],
     "text": "p model",
     "patcher": {
      "fileversion": 1,
      "appversion": {"major": 8, "minor": 5, "revision": 0, "architecture": "x64", "modernui": 1},
      "classnamespace": "box",
      "rect": [60.0, 90.0, 640.0, 300.0],
      "openinpresentation": 0,
      "boxes": [
       {"box": {"id": "obj-1", "maxclass": "newobj", "numinlets": 1, "numoutlets": 1, "outlettype": [""], "patching_rect": [20.0, 50.0, 72.0, 22.0], "text": "tosymbol"}},
       {"box": {"id": "obj-2", "maxclass": "inlet", "numinlets": 0, "numoutlets": 1, "outlettype": [""], "patching_rect": [20.0, 20.0, 30.0, 22.0], "index": 1, "comment": ""}},
       {"box": {"id": "obj-3", "maxclass": "newobj", "numinlets": 1, "numoutlets": 1, "outlettype": [""], "patching_rect": [20.0, 80.0, 177.0, 22.0], "text": "prepend /sdad/model/use"}},
       {"box": {"id": "obj-4", "maxclass": "newobj", "numinlets": 1, "numoutlets": 0, "outlettype": [], "patching_rect": [20.0, 110.0, 86.0, 22.0], "text": "s sdad-out"}},
       {
        "box": {
         "id": "obj-5",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 3,
         "outlettype": ["", "", ""],
         "patching_rect": [240.0, 50.0, 289.0, 22.0],
         "text": "route /sdad/model/list /sdad/model/used"
        }
       },
       {"box": {"id": "obj-6", "maxclass": "newobj", "numinlets": 0, "numoutlets": 1, "outlettype": [""], "patching_rect": [240.0, 20.0, 79.0, 22.0], "text": "r sdad-in"}},
       {"box": {"id": "obj-7", "maxclass": "outlet", "numinlets": 1, "numoutlets": 0, "outlettype": [], "patching_rect": [240.0, 260.0, 30.0, 22.0], "index": 1, "comment": ""}},
       {"box": {"id": "obj-8", "maxclass": "newobj", "numinlets": 2, "numoutlets": 2, "outlettype": ["", ""], "patching_rect": [420.0, 200.0, 58.0, 22.0], "text": "zl.reg"}},
       {"box": {"id": "obj-9", "maxclass": "newobj", "numinlets": 1, "numoutlets": 2, "outlettype": ["", ""], "patching_rect": [420.0, 110.0, 86.0, 22.0], "text": "unpack s s"}},
       {"box": {"id": "obj-10", "maxclass": "newobj", "numinlets": 1, "numoutlets": 1, "outlettype": [""], "patching_rect": [420.0, 140.0, 135.0, 22.0], "text": "prepend setsymbol"}},
       {"box": {"id": "obj-11", "maxclass": "newobj", "numinlets": 1, "numoutlets": 3, "outlettype": ["", "", ""], "patching_rect": [240.0, 140.0, 93.0, 22.0], "text": "t b l clear"}},
       {"box": {"id": "obj-12", "maxclass": "newobj", "numinlets": 2, "numoutlets": 2, "outlettype": ["", ""], "patching_rect": [240.0, 110.0, 79.0, 22.0], "text": "zl.change"}},
       {"box": {"id": "obj-13", "maxclass": "newobj", "numinlets": 1, "numoutlets": 1, "outlettype": [""], "patching_rect": [300.0, 170.0, 44.0, 22.0], "text": "iter"}},
       {"box": {"id": "obj-14", "maxclass": "newobj", "numinlets": 1, "numoutlets": 1, "outlettype": [""], "patching_rect": [300.0, 200.0, 114.0, 22.0], "text": "prepend append"}}
      ],
      "lines": [
       {"patchline": {"source": ["obj-2", 0], "destination": ["obj-1", 0]}},
       {"patchline": {"source": ["obj-1", 0], "destination": ["obj-3", 0]}},
       {"patchline": {"source": ["obj-3", 0], "destination": ["obj-4", 0]}},
       {"patchline": {"source": ["obj-6", 0], "destination": ["obj-5", 0]}},
       {"patchline": {"source": ["obj-5", 1], "destination": ["obj-9", 0]}},
       {"patchline": {"source": ["obj-9", 0], "destination": ["obj-10", 0]}},
       {"patchline": {"source": ["obj-10", 0], "destination": ["obj-8", 0]}},
       {"patchline": {"source": ["obj-8", 0], "destination": ["obj-7", 0]}},
       {"patchline": {"source": ["obj-5", 0], "destination": ["obj-12", 0]}},
       {"patchline": {"source": ["obj-12", 0], "destination": ["obj-11", 0]}},
       {"patchline": {"source": ["obj-11", 2], "destination": ["obj-7", 0]}},
       {"patchline": {"source": ["obj-11", 1], "destination": ["obj-13", 0]}},
       {"patchline": {"source": ["obj-13", 0], "destination": ["obj-14", 0]}},
       {"patchline": {"source": ["obj-14", 0], "destination": ["obj-7", 0]}},
       {"patchline": {"source": ["obj-11", 0], "destination": ["obj-8", 0]}}
      ]
     }
    }
   },
   {
    "box": {
     "id": "obj-116",
     "maxclass": "umenu",
     "numinlets": 1,
     "numoutlets": 3,
     "outlettype": ["", "", ""],
     "patching_rect": [215.0, 282.0, 195.0, 22.0],
     "presentation": 1,
     "presentation_rect": [215.0, 282.0, 195.0, 22.0],
     "items": "<empty>",
     "hint": "preset"
    }
   },
   {
    "box": {
     "id": "obj-117",
     "maxclass": "newobj",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [""],
     "patching_rect": [1415.0, 282.0, 72.0, 22.0],
     "text": "p preset",
     "patcher": {
      "fileversion": 1,
      "appversion": {"major": 8, "minor": 5, "revision": 0, "architecture": "x64", "modernui": 1},
      "classnamespace": "box",
      "rect": [60.0, 90.0, 640.0, 300.0],
      "openinpresentation": 0,
      "boxes": [
       {"box": {"id": "obj-1", "maxclass": "newobj", "numinlets": 1, "numoutlets": 1, "outlettype": [""], "patching_rect": [20.0, 50.0, 72.0, 22.0], "text": "tosymbol"}},
       {"box": {"id": "obj-2", "maxclass": "inlet", "numinlets": 0, "numoutlets": 1, "outlettype": [""], "patching_rect": [20.0, 20.0, 30.0, 22.0], "index": 1, "comment": ""}},
       {"box": {"id": "obj-3", "maxclass": "newobj", "numinlets": 1, "numoutlets": 1, "outlettype": [""], "patching_rect": [20.0, 80.0, 205.0, 22.0], "text": "prepend /sdad/preset/recall"}},
       {"box": {"id": "obj-4", "maxclass": "newobj", "numinlets": 1, "numoutlets": 0, "outlettype": [], "patching_rect": [20.0, 110.0, 86.0, 22.0], "text": "s sdad-out"}},
       {
        "box": {
         "id": "obj-5",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 3,
         "outlettype": ["", "", ""],
         "patching_rect": [240.0, 50.0, 331.0, 22.0],
         "text": "route /sdad/preset/list /sdad/preset/recalled"
        }
       },
       {"box": {"id": "obj-6", "maxclass": "newobj", "numinlets": 0, "numoutlets": 1, "outlettype": [""], "patching_rect": [240.0, 20.0, 79.0, 22.0], "text": "r sdad-in"}},
       {"box": {"id": "obj-7", "maxclass": "outlet", "numinlets": 1, "numoutlets": 0, "outlettype": [], "patching_rect": [240.0, 260.0, 30.0, 22.0], "index": 1, "comment": ""}},
       {"box": {"id": "obj-8", "maxclass": "newobj", "numinlets": 2, "numoutlets": 2, "outlettype": ["", ""], "patching_rect": [420.0, 200.0, 58.0, 22.0], "text": "zl.reg"}},
       {"box": {"id": "obj-9", "maxclass": "newobj", "numinlets": 1, "numoutlets": 2, "outlettype": ["", ""], "patching_rect": [420.0, 110.0, 86.0, 22.0], "text": "unpack s s"}},
       {"box": {"id": "obj-10", "maxclass": "newobj", "numinlets": 1, "numoutlets": 1, "outlettype": [""], "patching_rect": [420.0, 140.0, 135.0, 22.0], "text": "prepend setsymbol"}},
       {"box": {"id": "obj-11", "maxclass": "newobj", "numinlets": 1, "numoutlets": 3, "outlettype": ["", "", ""], "patching_rect": [240.0, 140.0, 93.0, 22.0], "text": "t b l clear"}},
       {"box": {"id": "obj-12", "maxclass": "newobj", "numinlets": 2, "numoutlets": 2, "outlettype": ["", ""], "patching_rect": [240.0, 110.0, 79.0, 22.0], "text": "zl.change"}},
       {"box": {"id": "obj-13", "maxclass": "newobj", "numinlets": 1, "numoutlets": 1, "outlettype": [""], "patching_rect": [300.0, 170.0, 44.0, 22.0], "text": "iter"}},
       {"box": {"id": "obj-14", "maxclass": "newobj", "numinlets": 1, "numoutlets": 1, "outlettype": [""], "patching_rect": [300.0, 200.0, 114.0, 22.0], "text": "prepend append"}}
      ],
      "lines": [
       {"patchline": {"source": ["obj-2", 0], "destination": ["obj-1", 0]}},
       {"patchline": {"source": ["obj-1", 0], "destination": ["obj-3", 0]}},
       {"patchline": {"source": ["obj-3", 0], "destination": ["obj-4", 0]}},
       {"patchline": {"source": ["obj-6", 0], "destination": ["obj-5", 0]}},
       {"patchline": {"source": ["obj-5", 1], "destination": ["obj-9", 0]}},
       {"patchline": {"source": ["obj-9", 0], "destination": ["obj-10", 0]}},
       {"patchline": {"source": ["obj-10", 0], "destination": ["obj-8", 0]}},
       {"patchline": {"source": ["obj-8", 0], "destination": ["obj-7", 0]}},
       {"patchline": {"source": ["obj-5", 0], "destination": ["obj-12", 0]}},
       {"patchline": {"source": ["obj-12", 0], "destination": ["obj-11", 0]}},
       {"patchline": {"source": ["obj-11", 2], "destination": ["obj-7", 0]}},
       {"patchline": {"source": ["obj-11", 1], "destination": ["obj-13", 0]}},
       {"patchline": {"source": ["obj-13", 0], "destination": ["obj-14", 0]}},
       {"patchline": {"source": ["obj-14", 0], "destination": ["obj-7", 0]}},
       {"patchline": {"source": ["obj-11", 0], "destination": ["obj-8", 0]}}
      ]
     }
    }
   },
   {
    "box": {
     "id": "obj-118",
     "maxclass": "button",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [""],
     "patching_rect": [425.0, 282.0, 20.0, 20.0],
     "presentation": 1,
     "presentation_rect": [425.0, 282.0, 20.0, 20.0]
    }
   },
   {
    "box": {
     "id": "obj-119",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [447.0, 282.0, 58.0, 22.0],
     "presentation": 1,
     "presentation_rect": [447.0, 282.0, 58.0, 22.0],
     "text": "prev"
    }
   },
   {"box": {"id": "obj-120", "maxclass": "message", "numinlets": 2, "numoutlets": 1, "outlettype": [""], "patching_rect": [1925.0, 282.0, 135.0, 22.0], "text": "/sdad/preset/prev"}},
   {"box": {"id": "obj-121", "maxclass": "newobj", "numinlets": 1, "numoutlets": 0, "outlettype": [], "patching_rect": [1925.0, 292.0, 86.0, 22.0], "text": "s sdad-out"}},
   {
    "box": {
     "id": "obj-122",
     "maxclass": "button",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [""],
     "patching_rect": [505.0, 282.0, 20.0, 20.0],
     "presentation": 1,
     "presentation_rect": [505.0, 282.0, 20.0, 20.0]
    }
   },
   {
    "box": {
     "id": "obj-123",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [527.0, 282.0, 58.0, 22.0],
     "presentation": 1,
     "presentation_rect": [527.0, 282.0, 58.0, 22.0],
     "text": "next"
    }
   },
   {"box": {"id": "obj-124", "maxclass": "message", "numinlets": 2, "numoutlets": 1, "outlettype": [""], "patching_rect": [2005.0, 282.0, 135.0, 22.0], "text": "/sdad/preset/next"}},
   {"box": {"id": "obj-125", "maxclass": "newobj", "numinlets": 1, "numoutlets": 0, "outlettype": [], "patching_rect": [2005.0, 292.0, 86.0, 22.0], "text": "s sdad-out"}},
   {
    "box": {
     "id": "obj-126",
     "maxclass": "newobj",
     "numinlets": 3,
     "numoutlets": 4,
     "outlettype": ["", "", "", ""],
     "patching_rect": [1200.0, 310.0, 79.0, 22.0],
     "text": "p renders",
     "patcher": {
      "fileversion": 1,
      "appversion": {"major": 8, "minor": 5, "revision": 0, "architecture": "x64", "modernui": 1},
      "classnamespace": "box",
      "rect": [60.0, 90.0, 700.0, 300.0],
      "openinpresentation": 0,
      "boxes": [
       {"box": {"id": "obj-1", "maxclass": "newobj", "numinlets": 2, "numoutlets": 1, "outlettype": [""], "patching_rect": [20.0, 50.0, 51.0, 22.0], "text": "int 1"}},
       {"box": {"id": "obj-2", "maxclass": "newobj", "numinlets": 1, "numoutlets": 0, "outlettype": [], "patching_rect": [20.0, 110.0, 86.0, 22.0], "text": "s sdad-out"}},
       {"box": {"id": "obj-3", "maxclass": "inlet", "numinlets": 0, "numoutlets": 1, "outlettype": [""], "patching_rect": [20.0, 20.0, 30.0, 22.0], "index": 1, "comment": ""}},
       {"box": {"id": "obj-4", "maxclass": "newobj", "numinlets": 1, "numoutlets": 1, "outlettype": [""], "patching_rect": [20.0, 80.0, 156.0, 22.0], "text": "prepend /sdad/render"}},
       {"box": {"id": "obj-5", "maxclass": "inlet", "numinlets": 0, "numoutlets": 1, "outlettype": [""], "patching_rect": [120.0, 20.0, 30.0, 22.0], "index": 2, "comment": ""}},
       {"box": {"id": "obj-6", "maxclass": "inlet", "numinlets": 0, "numoutlets": 1, "outlettype": [""], "patching_rect": [240.0, 20.0, 30.0, 22.0], "index": 3, "comment": ""}},
       {"box": {"id": "obj-7", "maxclass": "newobj", "numinlets": 1, "numoutlets": 1, "outlettype": [""], "patching_rect": [240.0, 80.0, 142.0, 22.0], "text": "prepend /sdad/live"}},
       {
        "box": {
         "id": "obj-8",
         "maxclass": "newobj",
         "numinlets": 1,
         "numoutlets": 8,
         "outlettype": ["", "", "", "", "", "", "", ""],
         "patching_rect": [20.0, 170.0, 919.0, 22.0],
         "text": "route /sdad/render/fraction /sdad/render/waiting /sdad/render/queued /sdad/render/done /sdad/render/failed /sdad/live /sdad/error"
        }
       },
       {"box": {"id": "obj-9", "maxclass": "newobj", "numinlets": 0, "numoutlets": 1, "outlettype": [""], "patching_rect": [20.0, 140.0, 79.0, 22.0], "text": "r sdad-in"}},
       {"box": {"id": "obj-10", "maxclass": "outlet", "numinlets": 1, "numoutlets": 0, "outlettype": [], "patching_rect": [20.0, 280.0, 30.0, 22.0], "index": 1, "comment": ""}},
       {"box": {"id": "obj-11", "maxclass": "outlet", "numinlets": 1, "numoutlets": 0, "outlettype": [], "patching_rect": [170.0, 280.0, 30.0, 22.0], "index": 2, "comment": ""}},
       {"box": {"id": "obj-12", "maxclass": "outlet", "numinlets": 1, "numoutlets": 0, "outlettype": [], "patching_rect": [320.0, 280.0, 30.0, 22.0], "index": 3, "comment": ""}},
       {"box": {"id": "obj-13", "maxclass": "outlet", "numinlets": 1, "numoutlets": 0, "outlettype": [], "patching_rect": [470.0, 280.0, 30.0, 22.0], "index": 4, "comment": ""}},
       {"box": {"id": "obj-14", "maxclass": "newobj", "numinlets": 1, "numoutlets": 1, "outlettype": [""], "patching_rect": [20.0, 250.0, 93.0, 22.0], "text": "prepend set"}},
       {"box": {"id": "obj-15", "maxclass": "newobj", "numinlets": 1, "numoutlets": 1, "outlettype": [""], "patching_rect": [170.0, 250.0, 93.0, 22.0], "text": "prepend set"}},
       {"box": {"id": "obj-16", "maxclass": "newobj", "numinlets": 1, "numoutlets": 1, "outlettype": [""], "patching_rect": [320.0, 250.0, 93.0, 22.0], "text": "prepend set"}},
       {"box": {"id": "obj-17", "maxclass": "newobj", "numinlets": 1, "numoutlets": 1, "outlettype": [""], "patching_rect": [200.0, 200.0, 37.0, 22.0], "text": "t b"}},
       {"box": {"id": "obj-18", "maxclass": "message", "numinlets": 2, "numoutlets": 1, "outlettype": [""], "patching_rect": [200.0, 225.0, 100.0, 22.0], "text": "set no error"}},
       {"box": {"id": "obj-19", "maxclass": "newobj", "numinlets": 1, "numoutlets": 0, "outlettype": [], "patching_rect": [300.0, 200.0, 93.0, 22.0], "text": "s sdad-done"}},
       {"box": {"id": "obj-20", "maxclass": "newobj", "numinlets": 1, "numoutlets": 3, "outlettype": ["", "", ""], "patching_rect": [400.0, 200.0, 100.0, 22.0], "text": "unpack s s s"}},
       {"box": {"id": "obj-21", "maxclass": "newobj", "numinlets": 1, "numoutlets": 3, "outlettype": ["", "", ""], "patching_rect": [520.0, 200.0, 100.0, 22.0], "text": "unpack s s s"}},
       {"box": {"id": "obj-22", "maxclass": "newobj", "numinlets": 1, "numoutlets": 1, "outlettype": [""], "patching_rect": [470.0, 250.0, 93.0, 22.0], "text": "prepend set"}}
      ],
      "lines": [
       {"patchline": {"source": ["obj-3", 0], "destination": ["obj-1", 0]}},
       {"patchline": {"source": ["obj-1", 0], "destination": ["obj-4", 0]}},
       {"patchline": {"source": ["obj-4", 0], "destination": ["obj-2", 0]}},
       {"patchline": {"source": ["obj-5", 0], "destination": ["obj-1", 1]}},
       {"patchline": {"source": ["obj-6", 0], "destination": ["obj-7", 0]}},
       {"patchline": {"source": ["obj-7", 0], "destination": ["obj-2", 0]}},
       {"patchline": {"source": ["obj-9", 0], "destination": ["obj-8", 0]}},
       {"patchline": {"source": ["obj-8", 0], "destination": ["obj-14", 0]}},
       {"patchline": {"source": ["obj-14", 0], "destination": ["obj-10", 0]}},
       {"patchline": {"source": ["obj-8", 1], "destination": ["obj-15", 0]}},
       {"patchline": {"source": ["obj-15", 0], "destination": ["obj-11", 0]}},
       {"patchline": {"source": ["obj-8", 5], "destination": ["obj-16", 0]}},
       {"patchline": {"source": ["obj-16", 0], "destination": ["obj-12", 0]}},
       {"patchline": {"source": ["obj-8", 2], "destination": ["obj-17", 0]}},
       {"patchline": {"source": ["obj-17", 0], "destination": ["obj-18", 0]}},
       {"patchline": {"source": ["obj-18", 0], "destination": ["obj-13", 0]}},
       {"patchline": {"source": ["obj-8", 3], "destination": ["obj-19", 0]}},
       {"patchline": {"source": ["obj-8", 4], "destination": ["obj-20", 0]}},
       {"patchline": {"source": ["obj-8", 6], "destination": ["obj-21", 0]}},
       {"patchline": {"source": ["obj-20", 2], "destination": ["obj-22", 0]}},
       {"patchline": {"source": ["obj-22", 0], "destination": ["obj-13", 0]}},
       {"patchline": {"source": ["obj-21", 1], "destination": ["obj-22", 0]}}
      ]
     }
    }
   },
   {
    "box": {
     "id": "obj-127",
     "maxclass": "button",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [""],
     "patching_rect": [10.0, 310.0, 20.0, 20.0],
     "presentation": 1,
     "presentation_rect": [10.0, 310.0, 20.0, 20.0]
    }
   },
   {
    "box": {
     "id": "obj-128",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [32.0, 310.0, 55.0, 22.0],
     "presentation": 1,
     "presentation_rect": [32.0, 310.0, 55.0, 22.0],
     "text": "render"
    }
   },
   {
    "box": {
     "id": "obj-129",
     "maxclass": "number",
     "numinlets": 1,
     "numoutlets": 2,
     "outlettype": ["", ""],
     "patching_rect": [90.0, 310.0, 40.0, 22.0],
     "presentation": 1,
     "presentation_rect": [90.0, 310.0, 40.0, 22.0],
     "minimum": 1,
     "maximum": 100
    }
   },
   {"box": {"id": "obj-130", "maxclass": "newobj", "numinlets": 1, "numoutlets": 1, "outlettype": [""], "patching_rect": [1300.0, 310.0, 86.0, 22.0], "text": "loadmess 1"}},
   {
    "box": {
     "id": "obj-131",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [132.0, 310.0, 50.0, 22.0],
     "presentation": 1,
     "presentation_rect": [132.0, 310.0, 50.0, 22.0],
     "text": "takes"
    }
   },
   {
    "box": {
     "id": "obj-132",
     "maxclass": "slider",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [""],
     "patching_rect": [240.0, 310.0, 160.0, 20.0],
     "presentation": 1,
     "presentation_rect": [240.0, 310.0, 160.0, 20.0],
     "ignoreclick": 1,
     "floatoutput": 1,
     "size": 1.0,
     "orientation": 1
    }
   },
   {
    "box": {
     "id": "obj-133",
     "maxclass": "number",
     "numinlets": 1,
     "numoutlets": 2,
     "outlettype": ["", ""],
     "patching_rect": [430.0, 310.0, 40.0, 22.0],
     "presentation": 1,
     "presentation_rect": [430.0, 310.0, 40.0, 22.0],
     "ignoreclick": 1
    }
   },
   {
    "box": {
     "id": "obj-134",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [472.0, 310.0, 80.0, 22.0],
     "presentation": 1,
     "presentation_rect": [472.0, 310.0, 80.0, 22.0],
     "text": "wait or run"
    }
   },
   {
    "box": {
     "id": "obj-135",
     "maxclass": "toggle",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [""],
     "patching_rect": [425.0, 338.0, 20.0, 20.0],
     "presentation": 1,
     "presentation_rect": [425.0, 338.0, 20.0, 20.0]
    }
   },
   {
    "box": {
     "id": "obj-136",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [447.0, 338.0, 110.0, 22.0],
     "presentation": 1,
     "presentation_rect": [447.0, 338.0, 110.0, 22.0],
     "text": "live: no training"
    }
   },
   {
    "box": {
     "id": "obj-137",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [10.0, 422.0, 1140.0, 22.0],
     "presentation": 1,
     "presentation_rect": [10.0, 422.0, 1140.0, 22.0],
     "text": "no error"
    }
   },
   {
    "box": {
     "id": "obj-138",
     "maxclass": "button",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [""],
     "patching_rect": [10.0, 338.0, 20.0, 20.0],
     "presentation": 1,
     "presentation_rect": [10.0, 338.0, 20.0, 20.0]
    }
   },
   {
    "box": {
     "id": "obj-139",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [32.0, 338.0, 58.0, 22.0],
     "presentation": 1,
     "presentation_rect": [32.0, 338.0, 58.0, 22.0],
     "text": "star"
    }
   },
   {"box": {"id": "obj-140", "maxclass": "message", "numinlets": 2, "numoutlets": 1, "outlettype": [""], "patching_rect": [1510.0, 338.0, 121.0, 22.0], "text": "/sdad/take/star"}},
   {"box": {"id": "obj-141", "maxclass": "newobj", "numinlets": 1, "numoutlets": 0, "outlettype": [], "patching_rect": [1510.0, 348.0, 86.0, 22.0], "text": "s sdad-out"}},
   {
    "box": {
     "id": "obj-142",
     "maxclass": "button",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [""],
     "patching_rect": [90.0, 338.0, 20.0, 20.0],
     "presentation": 1,
     "presentation_rect": [90.0, 338.0, 20.0, 20.0]
    }
   },
   {
    "box": {
     "id": "obj-143",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [112.0, 338.0, 58.0, 22.0],
     "presentation": 1,
     "presentation_rect": [112.0, 338.0, 58.0, 22.0],
     "text": "discard"
    }
   },
   {"box": {"id": "obj-144", "maxclass": "message", "numinlets": 2, "numoutlets": 1, "outlettype": [""], "patching_rect": [1590.0, 338.0, 142.0, 22.0], "text": "/sdad/take/discard"}},
   {"box": {"id": "obj-145", "maxclass": "newobj", "numinlets": 1, "numoutlets": 0, "outlettype": [], "patching_rect": [1590.0, 348.0, 86.0, 22.0], "text": "s sdad-out"}},
   {
    "box": {
     "id": "obj-146",
     "maxclass": "button",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [""],
     "patching_rect": [170.0, 338.0, 20.0, 20.0],
     "presentation": 1,
     "presentation_rect": [170.0, 338.0, 20.0, 20.0]
    }
   },
   {
    "box": {
     "id": "obj-147",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [192.0, 338.0, 58.0, 22.0],
     "presentation": 1,
     "presentation_rect": [192.0, 338.0, 58.0, 22.0],
     "text": "panic"
    }
   },
   {"box": {"id": "obj-148", "maxclass": "message", "numinlets": 2, "numoutlets": 1, "outlettype": [""], "patching_rect": [1670.0, 338.0, 93.0, 22.0], "text": "/sdad/panic"}},
   {"box": {"id": "obj-149", "maxclass": "newobj", "numinlets": 1, "numoutlets": 0, "outlettype": [], "patching_rect": [1670.0, 348.0, 86.0, 22.0], "text": "s sdad-out"}},
   {
    "box": {
     "id": "obj-150",
     "maxclass": "newobj",
     "numinlets": 0,
     "numoutlets": 3,
     "outlettype": ["", "", ""],
     "patching_rect": [1200.0, 366.0, 72.0, 22.0],
     "text": "p player",
     "patcher": {
      "fileversion": 1,
      "appversion": {"major": 8, "minor": 5, "revision": 0, "architecture": "x64", "modernui": 1},
      "classnamespace": "box",
      "rect": [60.0, 90.0, 620.0, 420.0],
      "openinpresentation": 0,
      "boxes": [
       {"box": {"id": "obj-1", "maxclass": "newobj", "numinlets": 1, "numoutlets": 3, "outlettype": ["", "", ""], "patching_rect": [20.0, 50.0, 107.0, 22.0], "text": "unpack s s 0."}},
       {"box": {"id": "obj-2", "maxclass": "newobj", "numinlets": 1, "numoutlets": 3, "outlettype": ["", "", ""], "patching_rect": [20.0, 80.0, 65.0, 22.0], "text": "t s b s"}},
       {"box": {"id": "obj-3", "maxclass": "newobj", "numinlets": 0, "numoutlets": 1, "outlettype": [""], "patching_rect": [20.0, 20.0, 93.0, 22.0], "text": "r sdad-done"}},
       {"box": {"id": "obj-4", "maxclass": "newobj", "numinlets": 5, "numoutlets": 4, "outlettype": ["", "", "", ""], "patching_rect": [140.0, 110.0, 93.0, 22.0], "text": "counter 1 2"}},
       {"box": {"id": "obj-5", "maxclass": "newobj", "numinlets": 1, "numoutlets": 2, "outlettype": ["", ""], "patching_rect": [140.0, 140.0, 51.0, 22.0], "text": "t i i"}},
       {"box": {"id": "obj-6", "maxclass": "newobj", "numinlets": 2, "numoutlets": 2, "outlettype": ["", ""], "patching_rect": [20.0, 200.0, 58.0, 22.0], "text": "gate 2"}},
       {"box": {"id": "obj-7", "maxclass": "newobj", "numinlets": 1, "numoutlets": 1, "outlettype": [""], "patching_rect": [20.0, 170.0, 100.0, 22.0], "text": "prepend open"}},
       {"box": {"id": "obj-8", "maxclass": "newobj", "numinlets": 1, "numoutlets": 2, "outlettype": ["", ""], "patching_rect": [20.0, 125.0, 170.0, 22.0], "text": "conformpath slash boot"}},
       {"box": {"id": "obj-9", "maxclass": "newobj", "numinlets": 1, "numoutlets": 3, "outlettype": ["", "", ""], "patching_rect": [140.0, 170.0, 65.0, 22.0], "text": "sel 1 2"}},
       {"box": {"id": "obj-10", "maxclass": "newobj", "numinlets": 2, "numoutlets": 1, "outlettype": [""], "patching_rect": [460.0, 250.0, 93.0, 22.0], "text": "pack 0. 30."}},
       {"box": {"id": "obj-11", "maxclass": "newobj", "numinlets": 2, "numoutlets": 2, "outlettype": ["", ""], "patching_rect": [460.0, 280.0, 51.0, 22.0], "text": "line~"}},
       {"box": {"id": "obj-12", "maxclass": "newobj", "numinlets": 0, "numoutlets": 1, "outlettype": [""], "patching_rect": [460.0, 220.0, 107.0, 22.0], "text": "r sdad-volume"}},
       {"box": {"id": "obj-13", "maxclass": "newobj", "numinlets": 2, "numoutlets": 1, "outlettype": [""], "patching_rect": [20.0, 320.0, 30.0, 22.0], "text": "*~"}},
       {"box": {"id": "obj-14", "maxclass": "newobj", "numinlets": 2, "numoutlets": 1, "outlettype": [""], "patching_rect": [140.0, 320.0, 30.0, 22.0], "text": "*~"}},
       {
        "box": {
         "id": "obj-15",
         "maxclass": "newobj",
         "numinlets": 3,
         "numoutlets": 2,
         "outlettype": ["", ""],
         "patching_rect": [20.0, 260.0, 58.0, 22.0],
         "text": "p deck",
         "patcher": {
          "fileversion": 1,
          "appversion": {"major": 8, "minor": 5, "revision": 0, "architecture": "x64", "modernui": 1},
          "classnamespace": "box",
          "rect": [60.0, 90.0, 520.0, 380.0],
          "openinpresentation": 0,
          "boxes": [
           {"box": {"id": "obj-1", "maxclass": "newobj", "numinlets": 2, "numoutlets": 3, "outlettype": ["", "", ""], "patching_rect": [20.0, 200.0, 79.0, 22.0], "text": "sfplay~ 2"}},
           {"box": {"id": "obj-2", "maxclass": "inlet", "numinlets": 0, "numoutlets": 1, "outlettype": [""], "patching_rect": [20.0, 20.0, 30.0, 22.0], "index": 1, "comment": ""}},
           {"box": {"id": "obj-3", "maxclass": "newobj", "numinlets": 0, "numoutlets": 1, "outlettype": [""], "patching_rect": [100.0, 140.0, 100.0, 22.0], "text": "r sdad-again"}},
           {"box": {"id": "obj-4", "maxclass": "newobj", "numinlets": 1, "numoutlets": 1, "outlettype": [""], "patching_rect": [100.0, 170.0, 100.0, 22.0], "text": "prepend loop"}},
           {"box": {"id": "obj-5", "maxclass": "newobj", "numinlets": 2, "numoutlets": 2, "outlettype": ["", ""], "patching_rect": [260.0, 200.0, 51.0, 22.0], "text": "line~"}},
           {"box": {"id": "obj-6", "maxclass": "newobj", "numinlets": 0, "numoutlets": 1, "outlettype": [""], "patching_rect": [420.0, 20.0, 93.0, 22.0], "text": "r sdad-fade"}},
           {"box": {"id": "obj-7", "maxclass": "newobj", "numinlets": 1, "numoutlets": 2, "outlettype": ["", ""], "patching_rect": [200.0, 80.0, 51.0, 22.0], "text": "t b b"}},
           {"box": {"id": "obj-8", "maxclass": "inlet", "numinlets": 0, "numoutlets": 1, "outlettype": [""], "patching_rect": [200.0, 20.0, 30.0, 22.0], "index": 2, "comment": ""}},
           {"box": {"id": "obj-9", "maxclass": "newobj", "numinlets": 2, "numoutlets": 1, "outlettype": [""], "patching_rect": [200.0, 50.0, 72.0, 22.0], "text": "delay 50"}},
           {"box": {"id": "obj-10", "maxclass": "message", "numinlets": 2, "numoutlets": 1, "outlettype": [""], "patching_rect": [200.0, 110.0, 23.0, 22.0], "text": "1"}},
           {"box": {"id": "obj-11", "maxclass": "inlet", "numinlets": 0, "numoutlets": 1, "outlettype": [""], "patching_rect": [340.0, 20.0, 30.0, 22.0], "index": 3, "comment": ""}},
           {"box": {"id": "obj-12", "maxclass": "newobj", "numinlets": 2, "numoutlets": 1, "outlettype": [""], "patching_rect": [260.0, 140.0, 93.0, 22.0], "text": "float 1000."}},
           {"box": {"id": "obj-13", "maxclass": "message", "numinlets": 2, "numoutlets": 1, "outlettype": [""], "patching_rect": [260.0, 170.0, 51.0, 22.0], "text": "1. $1"}},
           {"box": {"id": "obj-14", "maxclass": "newobj", "numinlets": 2, "numoutlets": 1, "outlettype": [""], "patching_rect": [340.0, 140.0, 93.0, 22.0], "text": "float 1000."}},
           {"box": {"id": "obj-15", "maxclass": "message", "numinlets": 2, "numoutlets": 1, "outlettype": [""], "patching_rect": [340.0, 170.0, 51.0, 22.0], "text": "0. $1"}},
           {"box": {"id": "obj-16", "maxclass": "newobj", "numinlets": 1, "numoutlets": 1, "outlettype": [""], "patching_rect": [260.0, 290.0, 44.0, 22.0], "text": "cos~"}},
           {"box": {"id": "obj-17", "maxclass": "newobj", "numinlets": 2, "numoutlets": 1, "outlettype": [""], "patching_rect": [260.0, 230.0, 65.0, 22.0], "text": "*~ 0.25"}},
           {"box": {"id": "obj-18", "maxclass": "newobj", "numinlets": 2, "numoutlets": 1, "outlettype": [""], "patching_rect": [260.0, 260.0, 65.0, 22.0], "text": "-~ 0.25"}},
           {"box": {"id": "obj-19", "maxclass": "newobj", "numinlets": 2, "numoutlets": 1, "outlettype": [""], "patching_rect": [20.0, 320.0, 30.0, 22.0], "text": "*~"}},
           {"box": {"id": "obj-20", "maxclass": "outlet", "numinlets": 1, "numoutlets": 0, "outlettype": [], "patching_rect": [20.0, 350.0, 30.0, 22.0], "index": 1, "comment": ""}},
           {"box": {"id": "obj-21", "maxclass": "newobj", "numinlets": 2, "numoutlets": 1, "outlettype": [""], "patching_rect": [120.0, 320.0, 30.0, 22.0], "text": "*~"}},
           {"box": {"id": "obj-22", "maxclass": "outlet", "numinlets": 1, "numoutlets": 0, "outlettype": [], "patching_rect": [120.0, 350.0, 30.0, 22.0], "index": 2, "comment": ""}}
          ],
          "lines": [
           {"patchline": {"source": ["obj-2", 0], "destination": ["obj-1", 0]}},
           {"patchline": {"source": ["obj-3", 0], "destination": ["obj-4", 0]}},
           {"patchline": {"source": ["obj-4", 0], "destination": ["obj-1", 0]}},
           {"patchline": {"source": ["obj-8", 0], "destination": ["obj-9", 0]}},
           {"patchline": {"source": ["obj-9", 0], "destination": ["obj-7", 0]}},
           {"patchline": {"source": ["obj-7", 1], "destination": ["obj-10", 0]}},
           {"patchline": {"source": ["obj-10", 0], "destination": ["obj-1", 0]}},
           {"patchline": {"source": ["obj-6", 0], "destination": ["obj-12", 1]}},
           {"patchline": {"source": ["obj-7", 0], "destination": ["obj-12", 0]}},
           {"patchline": {"source": ["obj-12", 0], "destination": ["obj-13", 0]}},
           {"patchline": {"source": ["obj-13", 0], "destination": ["obj-5", 0]}},
           {"patchline": {"source": ["obj-6", 0], "destination": ["obj-14", 1]}},
           {"patchline": {"source": ["obj-11", 0], "destination": ["obj-14", 0]}},
           {"patchline": {"source": ["obj-14", 0], "destination": ["obj-15", 0]}},
           {"patchline": {"source": ["obj-15", 0], "destination": ["obj-5", 0]}},
           {"patchline": {"source": ["obj-5", 0], "destination": ["obj-17", 0]}},
           {"patchline": {"source": ["obj-17", 0], "destination": ["obj-18", 0]}},
           {"patchline": {"source": ["obj-18", 0], "destination": ["obj-16", 0]}},
           {"patchline": {"source": ["obj-1", 0], "destination": ["obj-19", 0]}},
           {"patchline": {"source": ["obj-16", 0], "destination": ["obj-19", 1]}},
           {"patchline": {"source": ["obj-19", 0], "destination": ["obj-20", 0]}},
           {"patchline": {"source": ["obj-1", 1], "destination": ["obj-21", 0]}},
           {"patchline": {"source": ["obj-16", 0], "destination": ["obj-21", 1]}},
           {"patchline": {"source": ["obj-21", 0], "destination": ["obj-22", 0]}}
          ]
         }
        }
       },
       {
        "box": {
         "id": "obj-16",
         "maxclass": "newobj",
         "numinlets": 3,
         "numoutlets": 2,
         "outlettype": ["", ""],
         "patching_rect": [140.0, 260.0, 58.0, 22.0],
         "text": "p deck",
         "patcher": {
          "fileversion": 1,
          "appversion": {"major": 8, "minor": 5, "revision": 0, "architecture": "x64", "modernui": 1},
          "classnamespace": "box",
          "rect": [60.0, 90.0, 520.0, 380.0],
          "openinpresentation": 0,
          "boxes": [
           {"box": {"id": "obj-1", "maxclass": "newobj", "numinlets": 2, "numoutlets": 3, "outlettype": ["", "", ""], "patching_rect": [20.0, 200.0, 79.0, 22.0], "text": "sfplay~ 2"}},
           {"box": {"id": "obj-2", "maxclass": "inlet", "numinlets": 0, "numoutlets": 1, "outlettype": [""], "patching_rect": [20.0, 20.0, 30.0, 22.0], "index": 1, "comment": ""}},
           {"box": {"id": "obj-3", "maxclass": "newobj", "numinlets": 0, "numoutlets": 1, "outlettype": [""], "patching_rect": [100.0, 140.0, 100.0, 22.0], "text": "r sdad-again"}},
           {"box": {"id": "obj-4", "maxclass": "newobj", "numinlets": 1, "numoutlets": 1, "outlettype": [""], "patching_rect": [100.0, 170.0, 100.0, 22.0], "text": "prepend loop"}},
           {"box": {"id": "obj-5", "maxclass": "newobj", "numinlets": 2, "numoutlets": 2, "outlettype": ["", ""], "patching_rect": [260.0, 200.0, 51.0, 22.0], "text": "line~"}},
           {"box": {"id": "obj-6", "maxclass": "newobj", "numinlets": 0, "numoutlets": 1, "outlettype": [""], "patching_rect": [420.0, 20.0, 93.0, 22.0], "text": "r sdad-fade"}},
           {"box": {"id": "obj-7", "maxclass": "newobj", "numinlets": 1, "numoutlets": 2, "outlettype": ["", ""], "patching_rect": [200.0, 80.0, 51.0, 22.0], "text": "t b b"}},
           {"box": {"id": "obj-8", "maxclass": "inlet", "numinlets": 0, "numoutlets": 1, "outlettype": [""], "patching_rect": [200.0, 20.0, 30.0, 22.0], "index": 2, "comment": ""}},
           {"box": {"id": "obj-9", "maxclass": "newobj", "numinlets": 2, "numoutlets": 1, "outlettype": [""], "patching_rect": [200.0, 50.0, 72.0, 22.0], "text": "delay 50"}},
           {"box": {"id": "obj-10", "maxclass": "message", "numinlets": 2, "numoutlets": 1, "outlettype": [""], "patching_rect": [200.0, 110.0, 23.0, 22.0], "text": "1"}},
           {"box": {"id": "obj-11", "maxclass": "inlet", "numinlets": 0, "numoutlets": 1, "outlettype": [""], "patching_rect": [340.0, 20.0, 30.0, 22.0], "index": 3, "comment": ""}},
           {"box": {"id": "obj-12", "maxclass": "newobj", "numinlets": 2, "numoutlets": 1, "outlettype": [""], "patching_rect": [260.0, 140.0, 93.0, 22.0], "text": "float 1000."}},
           {"box": {"id": "obj-13", "maxclass": "message", "numinlets": 2, "numoutlets": 1, "outlettype": [""], "patching_rect": [260.0, 170.0, 51.0, 22.0], "text": "1. $1"}},
           {"box": {"id": "obj-14", "maxclass": "newobj", "numinlets": 2, "numoutlets": 1, "outlettype": [""], "patching_rect": [340.0, 140.0, 93.0, 22.0], "text": "float 1000."}},
           {"box": {"id": "obj-15", "maxclass": "message", "numinlets": 2, "numoutlets": 1, "outlettype": [""], "patching_rect": [340.0, 170.0, 51.0, 22.0], "text": "0. $1"}},
           {"box": {"id": "obj-16", "maxclass": "newobj", "numinlets": 1, "numoutlets": 1, "outlettype": [""], "patching_rect": [260.0, 290.0, 44.0, 22.0], "text": "cos~"}},
           {"box": {"id": "obj-17", "maxclass": "newobj", "numinlets": 2, "numoutlets": 1, "outlettype": [""], "patching_rect": [260.0, 230.0, 65.0, 22.0], "text": "*~ 0.25"}},
           {"box": {"id": "obj-18", "maxclass": "newobj", "numinlets": 2, "numoutlets": 1, "outlettype": [""], "patching_rect": [260.0, 260.0, 65.0, 22.0], "text": "-~ 0.25"}},
           {"box": {"id": "obj-19", "maxclass": "newobj", "numinlets": 2, "numoutlets": 1, "outlettype": [""], "patching_rect": [20.0, 320.0, 30.0, 22.0], "text": "*~"}},
           {"box": {"id": "obj-20", "maxclass": "outlet", "numinlets": 1, "numoutlets": 0, "outlettype": [], "patching_rect": [20.0, 350.0, 30.0, 22.0], "index": 1, "comment": ""}},
           {"box": {"id": "obj-21", "maxclass": "newobj", "numinlets": 2, "numoutlets": 1, "outlettype": [""], "patching_rect": [120.0, 320.0, 30.0, 22.0], "text": "*~"}},
           {"box": {"id": "obj-22", "maxclass": "outlet", "numinlets": 1, "numoutlets": 0, "outlettype": [], "patching_rect": [120.0, 350.0, 30.0, 22.0], "index": 2, "comment": ""}}
          ],
          "lines": [
           {"patchline": {"source": ["obj-2", 0], "destination": ["obj-1", 0]}},
           {"patchline": {"source": ["obj-3", 0], "destination": ["obj-4", 0]}},
           {"patchline": {"source": ["obj-4", 0], "destination": ["obj-1", 0]}},
           {"patchline": {"source": ["obj-8", 0], "destination": ["obj-9", 0]}},
           {"patchline": {"source": ["obj-9", 0], "destination": ["obj-7", 0]}},
           {"patchline": {"source": ["obj-7", 1], "destination": ["obj-10", 0]}},
           {"patchline": {"source": ["obj-10", 0], "destination": ["obj-1", 0]}},
           {"patchline": {"source": ["obj-6", 0], "destination": ["obj-12", 1]}},
           {"patchline": {"source": ["obj-7", 0], "destination": ["obj-12", 0]}},
           {"patchline": {"source": ["obj-12", 0], "destination": ["obj-13", 0]}},
           {"patchline": {"source": ["obj-13", 0], "destination": ["obj-5", 0]}},
           {"patchline": {"source": ["obj-6", 0], "destination": ["obj-14", 1]}},
           {"patchline": {"source": ["obj-11", 0], "destination": ["obj-14", 0]}},
           {"patchline": {"source": ["obj-14", 0], "destination": ["obj-15", 0]}},
           {"patchline": {"source": ["obj-15", 0], "destination": ["obj-5", 0]}},
           {"patchline": {"source": ["obj-5", 0], "destination": ["obj-17", 0]}},
           {"patchline": {"source": ["obj-17", 0], "destination": ["obj-18", 0]}},
           {"patchline": {"source": ["obj-18", 0], "destination": ["obj-16", 0]}},
           {"patchline": {"source": ["obj-1", 0], "destination": ["obj-19", 0]}},
           {"patchline": {"source": ["obj-16", 0], "destination": ["obj-19", 1]}},
           {"patchline": {"source": ["obj-19", 0], "destination": ["obj-20", 0]}},
           {"patchline": {"source": ["obj-1", 1], "destination": ["obj-21", 0]}},
           {"patchline": {"source": ["obj-16", 0], "destination": ["obj-21", 1]}},
           {"patchline": {"source": ["obj-21", 0], "destination": ["obj-22", 0]}}
          ]
         }
        }
       },
       {"box": {"id": "obj-17", "maxclass": "outlet", "numinlets": 1, "numoutlets": 0, "outlettype": [], "patching_rect": [20.0, 380.0, 30.0, 22.0], "index": 1, "comment": ""}},
       {"box": {"id": "obj-18", "maxclass": "outlet", "numinlets": 1, "numoutlets": 0, "outlettype": [], "patching_rect": [140.0, 380.0, 30.0, 22.0], "index": 2, "comment": ""}},
       {"box": {"id": "obj-19", "maxclass": "newobj", "numinlets": 1, "numoutlets": 2, "outlettype": ["", ""], "patching_rect": [300.0, 110.0, 79.0, 22.0], "text": "strippath"}},
       {"box": {"id": "obj-20", "maxclass": "newobj", "numinlets": 1, "numoutlets": 1, "outlettype": [""], "patching_rect": [300.0, 140.0, 93.0, 22.0], "text": "prepend set"}},
       {"box": {"id": "obj-21", "maxclass": "outlet", "numinlets": 1, "numoutlets": 0, "outlettype": [], "patching_rect": [300.0, 380.0, 30.0, 22.0], "index": 3, "comment": ""}}
      ],
      "lines": [
       {"patchline": {"source": ["obj-3", 0], "destination": ["obj-1", 0]}},
       {"patchline": {"source": ["obj-1", 1], "destination": ["obj-2", 0]}},
       {"patchline": {"source": ["obj-2", 1], "destination": ["obj-4", 0]}},
       {"patchline": {"source": ["obj-4", 0], "destination": ["obj-5", 0]}},
       {"patchline": {"source": ["obj-5", 1], "destination": ["obj-6", 0]}},
       {"patchline": {"source": ["obj-2", 0], "destination": ["obj-8", 0]}},
       {"patchline": {"source": ["obj-8", 0], "destination": ["obj-7", 0]}},
       {"patchline": {"source": ["obj-7", 0], "destination": ["obj-6", 1]}},
       {"patchline": {"source": ["obj-5", 0], "destination": ["obj-9", 0]}},
       {"patchline": {"source": ["obj-12", 0], "destination": ["obj-10", 0]}},
       {"patchline": {"source": ["obj-10", 0], "destination": ["obj-11", 0]}},
       {"patchline": {"source": ["obj-6", 0], "destination": ["obj-15", 0]}},
       {"patchline": {"source": ["obj-9", 0], "destination": ["obj-15", 1]}},
       {"patchline": {"source": ["obj-9", 1], "destination": ["obj-15", 2]}},
       {"patchline": {"source": ["obj-15", 0], "destination": ["obj-13", 0]}},
       {"patchline": {"source": ["obj-15", 1], "destination": ["obj-14", 0]}},
       {"patchline": {"source": ["obj-6", 1], "destination": ["obj-16", 0]}},
       {"patchline": {"source": ["obj-9", 1], "destination": ["obj-16", 1]}},
       {"patchline": {"source": ["obj-9", 0], "destination": ["obj-16", 2]}},
       {"patchline": {"source": ["obj-16", 0], "destination": ["obj-13", 0]}},
       {"patchline": {"source": ["obj-16", 1], "destination": ["obj-14", 0]}},
       {"patchline": {"source": ["obj-11", 0], "destination": ["obj-13", 1]}},
       {"patchline": {"source": ["obj-13", 0], "destination": ["obj-17", 0]}},
       {"patchline": {"source": ["obj-11", 0], "destination": ["obj-14", 1]}},
       {"patchline": {"source": ["obj-14", 0], "destination": ["obj-18", 0]}},
       {"patchline": {"source": ["obj-2", 2], "destination": ["obj-19", 0]}},
       {"patchline": {"source": ["obj-19", 0], "destination": ["obj-20", 0]}},
       {"patchline": {"source": ["obj-20", 0], "destination": ["obj-21", 0]}}
      ]
     }
    }
   },
   {
    "box": {
     "id": "obj-151",
     "maxclass": "ezdac~",
     "numinlets": 2,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [10.0, 366.0, 45.0, 45.0],
     "presentation": 1,
     "presentation_rect": [10.0, 366.0, 45.0, 45.0]
    }
   },
   {
    "box": {
     "id": "obj-152",
     "maxclass": "toggle",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [""],
     "patching_rect": [70.0, 366.0, 20.0, 20.0],
     "presentation": 1,
     "presentation_rect": [70.0, 366.0, 20.0, 20.0]
    }
   },
   {
    "box": {
     "id": "obj-153",
     "maxclass": "number",
     "numinlets": 1,
     "numoutlets": 2,
     "outlettype": ["", ""],
     "patching_rect": [215.0, 366.0, 50.0, 22.0],
     "presentation": 1,
     "presentation_rect": [215.0, 366.0, 50.0, 22.0],
     "minimum": 0
    }
   },
   {
    "box": {
     "id": "obj-154",
     "maxclass": "slider",
     "numinlets": 1,
     "numoutlets": 1,
     "outlettype": [""],
     "patching_rect": [380.0, 366.0, 100.0, 20.0],
     "presentation": 1,
     "presentation_rect": [380.0, 366.0, 100.0, 20.0],
     "floatoutput": 1,
     "size": 1.0,
     "orientation": 1
    }
   },
   {
    "box": {
     "id": "obj-155",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [92.0, 366.0, 110.0, 22.0],
     "presentation": 1,
     "presentation_rect": [92.0, 366.0, 110.0, 22.0],
     "text": "again and again"
    }
   },
   {"box": {"id": "obj-156", "maxclass": "newobj", "numinlets": 1, "numoutlets": 1, "outlettype": [""], "patching_rect": [1320.0, 366.0, 86.0, 22.0], "text": "loadmess 0"}},
   {"box": {"id": "obj-157", "maxclass": "newobj", "numinlets": 1, "numoutlets": 0, "outlettype": [], "patching_rect": [1320.0, 386.0, 100.0, 22.0], "text": "s sdad-again"}},
   {
    "box": {
     "id": "obj-158",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [267.0, 366.0, 110.0, 22.0],
     "presentation": 1,
     "presentation_rect": [267.0, 366.0, 110.0, 22.0],
     "text": "ms of crossfade"
    }
   },
   {"box": {"id": "obj-159", "maxclass": "newobj", "numinlets": 1, "numoutlets": 1, "outlettype": [""], "patching_rect": [1440.0, 366.0, 107.0, 22.0], "text": "loadmess 1000"}},
   {"box": {"id": "obj-160", "maxclass": "newobj", "numinlets": 1, "numoutlets": 0, "outlettype": [], "patching_rect": [1440.0, 386.0, 93.0, 22.0], "text": "s sdad-fade"}},
   {
    "box": {
     "id": "obj-161",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [482.0, 366.0, 110.0, 22.0],
     "presentation": 1,
     "presentation_rect": [482.0, 366.0, 110.0, 22.0],
     "text": "volume"
    }
   },
   {"box": {"id": "obj-162", "maxclass": "newobj", "numinlets": 1, "numoutlets": 1, "outlettype": [""], "patching_rect": [1560.0, 366.0, 100.0, 22.0], "text": "loadmess 0.8"}},
   {"box": {"id": "obj-163", "maxclass": "newobj", "numinlets": 1, "numoutlets": 0, "outlettype": [], "patching_rect": [1560.0, 386.0, 107.0, 22.0], "text": "s sdad-volume"}},
   {
    "box": {
     "id": "obj-164",
     "maxclass": "comment",
     "numinlets": 1,
     "numoutlets": 0,
     "outlettype": [],
     "patching_rect": [70.0, 390.0, 480.0, 22.0],
     "presentation": 1,
     "presentation_rect": [70.0, 390.0, 480.0, 22.0],
     "text": "no file yet"
    }
   }
  ],
  "lines": [
   {"patchline": {"source": ["obj-2", 0], "destination": ["obj-3", 0]}},
   {"patchline": {"source": ["obj-8", 0], "destination": ["obj-7", 0]}},
   {"patchline": {"source": ["obj-7", 0], "destination": ["obj-8", 0]}},
   {"patchline": {"source": ["obj-9", 0], "destination": ["obj-7", 1]}},
   {"patchline": {"source": ["obj-7", 1], "destination": ["obj-9", 0]}},
   {"patchline": {"source": ["obj-11", 0], "destination": ["obj-7", 2]}},
   {"patchline": {"source": ["obj-7", 2], "destination": ["obj-11", 0]}},
   {"patchline": {"source": ["obj-14", 0], "destination": ["obj-13", 0]}},
   {"patchline": {"source": ["obj-13", 0], "destination": ["obj-14", 0]}},
   {"patchline": {"source": ["obj-15", 0], "destination": ["obj-13", 1]}},
   {"patchline": {"source": ["obj-13", 1], "destination": ["obj-15", 0]}},
   {"patchline": {"source": ["obj-17", 0], "destination": ["obj-13", 2]}},
   {"patchline": {"source": ["obj-13", 2], "destination": ["obj-17", 0]}},
   {"patchline": {"source": ["obj-20", 0], "destination": ["obj-19", 0]}},
   {"patchline": {"source": ["obj-19", 0], "destination": ["obj-20", 0]}},
   {"patchline": {"source": ["obj-21", 0], "destination": ["obj-19", 1]}},
   {"patchline": {"source": ["obj-19", 1], "destination": ["obj-21", 0]}},
   {"patchline": {"source": ["obj-23", 0], "destination": ["obj-19", 2]}},
   {"patchline": {"source": ["obj-19", 2], "destination": ["obj-23", 0]}},
   {"patchline": {"source": ["obj-26", 0], "destination": ["obj-25", 0]}},
   {"patchline": {"source": ["obj-25", 0], "destination": ["obj-26", 0]}},
   {"patchline": {"source": ["obj-27", 0], "destination": ["obj-25", 1]}},
   {"patchline": {"source": ["obj-25", 1], "destination": ["obj-27", 0]}},
   {"patchline": {"source": ["obj-29", 0], "destination": ["obj-25", 2]}},
   {"patchline": {"source": ["obj-25", 2], "destination": ["obj-29", 0]}},
   {"patchline": {"source": ["obj-32", 0], "destination": ["obj-31", 0]}},
   {"patchline": {"source": ["obj-31", 0], "destination": ["obj-32", 0]}},
   {"patchline": {"source": ["obj-33", 0], "destination": ["obj-31", 1]}},
   {"patchline": {"source": ["obj-31", 1], "destination": ["obj-33", 0]}},
   {"patchline": {"source": ["obj-35", 0], "destination": ["obj-31", 2]}},
   {"patchline": {"source": ["obj-31", 2], "destination": ["obj-35", 0]}},
   {"patchline": {"source": ["obj-38", 0], "destination": ["obj-37", 0]}},
   {"patchline": {"source": ["obj-37", 0], "destination": ["obj-38", 0]}},
   {"patchline": {"source": ["obj-39", 0], "destination": ["obj-37", 1]}},
   {"patchline": {"source": ["obj-37", 1], "destination": ["obj-39", 0]}},
   {"patchline": {"source": ["obj-41", 0], "destination": ["obj-37", 2]}},
   {"patchline": {"source": ["obj-37", 2], "destination": ["obj-41", 0]}},
   {"patchline": {"source": ["obj-44", 0], "destination": ["obj-43", 0]}},
   {"patchline": {"source": ["obj-43", 0], "destination": ["obj-44", 0]}},
   {"patchline": {"source": ["obj-45", 0], "destination": ["obj-43", 1]}},
   {"patchline": {"source": ["obj-43", 1], "destination": ["obj-45", 0]}},
   {"patchline": {"source": ["obj-47", 0], "destination": ["obj-43", 2]}},
   {"patchline": {"source": ["obj-43", 2], "destination": ["obj-47", 0]}},
   {"patchline": {"source": ["obj-50", 0], "destination": ["obj-49", 0]}},
   {"patchline": {"source": ["obj-49", 0], "destination": ["obj-50", 0]}},
   {"patchline": {"source": ["obj-51", 0], "destination": ["obj-49", 1]}},
   {"patchline": {"source": ["obj-49", 1], "destination": ["obj-51", 0]}},
   {"patchline": {"source": ["obj-53", 0], "destination": ["obj-49", 2]}},
   {"patchline": {"source": ["obj-49", 2], "destination": ["obj-53", 0]}},
   {"patchline": {"source": ["obj-57", 0], "destination": ["obj-56", 0]}},
   {"patchline": {"source": ["obj-56", 0], "destination": ["obj-57", 0]}},
   {"patchline": {"source": ["obj-58", 0], "destination": ["obj-56", 1]}},
   {"patchline": {"source": ["obj-56", 1], "destination": ["obj-58", 0]}},
   {"patchline": {"source": ["obj-60", 0], "destination": ["obj-56", 2]}},
   {"patchline": {"source": ["obj-56", 2], "destination": ["obj-60", 0]}},
   {"patchline": {"source": ["obj-63", 0], "destination": ["obj-62", 0]}},
   {"patchline": {"source": ["obj-62", 0], "destination": ["obj-63", 0]}},
   {"patchline": {"source": ["obj-64", 0], "destination": ["obj-62", 1]}},
   {"patchline": {"source": ["obj-62", 1], "destination": ["obj-64", 0]}},
   {"patchline": {"source": ["obj-66", 0], "destination": ["obj-62", 2]}},
   {"patchline": {"source": ["obj-62", 2], "destination": ["obj-66", 0]}},
   {"patchline": {"source": ["obj-69", 0], "destination": ["obj-68", 0]}},
   {"patchline": {"source": ["obj-68", 0], "destination": ["obj-69", 0]}},
   {"patchline": {"source": ["obj-70", 0], "destination": ["obj-68", 1]}},
   {"patchline": {"source": ["obj-68", 1], "destination": ["obj-70", 0]}},
   {"patchline": {"source": ["obj-72", 0], "destination": ["obj-68", 2]}},
   {"patchline": {"source": ["obj-68", 2], "destination": ["obj-72", 0]}},
   {"patchline": {"source": ["obj-75", 0], "destination": ["obj-74", 0]}},
   {"patchline": {"source": ["obj-74", 0], "destination": ["obj-75", 0]}},
   {"patchline": {"source": ["obj-76", 0], "destination": ["obj-74", 1]}},
   {"patchline": {"source": ["obj-74", 1], "destination": ["obj-76", 0]}},
   {"patchline": {"source": ["obj-78", 0], "destination": ["obj-74", 2]}},
   {"patchline": {"source": ["obj-74", 2], "destination": ["obj-78", 0]}},
   {"patchline": {"source": ["obj-81", 0], "destination": ["obj-80", 0]}},
   {"patchline": {"source": ["obj-80", 0], "destination": ["obj-81", 0]}},
   {"patchline": {"source": ["obj-82", 0], "destination": ["obj-80", 1]}},
   {"patchline": {"source": ["obj-80", 1], "destination": ["obj-82", 0]}},
   {"patchline": {"source": ["obj-86", 0], "destination": ["obj-85", 0]}},
   {"patchline": {"source": ["obj-85", 0], "destination": ["obj-86", 0]}},
   {"patchline": {"source": ["obj-87", 0], "destination": ["obj-85", 1]}},
   {"patchline": {"source": ["obj-85", 1], "destination": ["obj-87", 0]}},
   {"patchline": {"source": ["obj-91", 0], "destination": ["obj-90", 0]}},
   {"patchline": {"source": ["obj-90", 0], "destination": ["obj-91", 0]}},
   {"patchline": {"source": ["obj-92", 0], "destination": ["obj-90", 1]}},
   {"patchline": {"source": ["obj-90", 1], "destination": ["obj-92", 0]}},
   {"patchline": {"source": ["obj-96", 0], "destination": ["obj-95", 0]}},
   {"patchline": {"source": ["obj-95", 0], "destination": ["obj-96", 0]}},
   {"patchline": {"source": ["obj-97", 0], "destination": ["obj-95", 1]}},
   {"patchline": {"source": ["obj-95", 1], "destination": ["obj-97", 0]}},
   {"patchline": {"source": ["obj-101", 0], "destination": ["obj-100", 0]}},
   {"patchline": {"source": ["obj-100", 0], "destination": ["obj-101", 0]}},
   {"patchline": {"source": ["obj-102", 0], "destination": ["obj-100", 1]}},
   {"patchline": {"source": ["obj-100", 1], "destination": ["obj-102", 0]}},
   {"patchline": {"source": ["obj-106", 0], "destination": ["obj-105", 0]}},
   {"patchline": {"source": ["obj-105", 0], "destination": ["obj-106", 0]}},
   {"patchline": {"source": ["obj-107", 0], "destination": ["obj-105", 1]}},
   {"patchline": {"source": ["obj-105", 1], "destination": ["obj-107", 0]}},
   {"patchline": {"source": ["obj-111", 0], "destination": ["obj-110", 0]}},
   {"patchline": {"source": ["obj-110", 0], "destination": ["obj-111", 0]}},
   {"patchline": {"source": ["obj-112", 0], "destination": ["obj-110", 1]}},
   {"patchline": {"source": ["obj-110", 1], "destination": ["obj-112", 0]}},
   {"patchline": {"source": ["obj-114", 1], "destination": ["obj-115", 0]}},
   {"patchline": {"source": ["obj-115", 0], "destination": ["obj-114", 0]}},
   {"patchline": {"source": ["obj-116", 1], "destination": ["obj-117", 0]}},
   {"patchline": {"source": ["obj-117", 0], "destination": ["obj-116", 0]}},
   {"patchline": {"source": ["obj-118", 0], "destination": ["obj-120", 0]}},
   {"patchline": {"source": ["obj-120", 0], "destination": ["obj-121", 0]}},
   {"patchline": {"source": ["obj-122", 0], "destination": ["obj-124", 0]}},
   {"patchline": {"source": ["obj-124", 0], "destination": ["obj-125", 0]}},
   {"patchline": {"source": ["obj-127", 0], "destination": ["obj-126", 0]}},
   {"patchline": {"source": ["obj-130", 0], "destination": ["obj-129", 0]}},
   {"patchline": {"source": ["obj-129", 0], "destination": ["obj-126", 1]}},
   {"patchline": {"source": ["obj-126", 0], "destination": ["obj-132", 0]}},
   {"patchline": {"source": ["obj-126", 1], "destination": ["obj-133", 0]}},
   {"patchline": {"source": ["obj-135", 0], "destination": ["obj-126", 2]}},
   {"patchline": {"source": ["obj-126", 2], "destination": ["obj-135", 0]}},
   {"patchline": {"source": ["obj-126", 3], "destination": ["obj-137", 0]}},
   {"patchline": {"source": ["obj-138", 0], "destination": ["obj-140", 0]}},
   {"patchline": {"source": ["obj-140", 0], "destination": ["obj-141", 0]}},
   {"patchline": {"source": ["obj-142", 0], "destination": ["obj-144", 0]}},
   {"patchline": {"source": ["obj-144", 0], "destination": ["obj-145", 0]}},
   {"patchline": {"source": ["obj-146", 0], "destination": ["obj-148", 0]}},
   {"patchline": {"source": ["obj-148", 0], "destination": ["obj-149", 0]}},
   {"patchline": {"source": ["obj-150", 0], "destination": ["obj-151", 0]}},
   {"patchline": {"source": ["obj-150", 1], "destination": ["obj-151", 1]}},
   {"patchline": {"source": ["obj-156", 0], "destination": ["obj-152", 0]}},
   {"patchline": {"source": ["obj-152", 0], "destination": ["obj-157", 0]}},
   {"patchline": {"source": ["obj-159", 0], "destination": ["obj-153", 0]}},
   {"patchline": {"source": ["obj-153", 0], "destination": ["obj-160", 0]}},
   {"patchline": {"source": ["obj-162", 0], "destination": ["obj-154", 0]}},
   {"patchline": {"source": ["obj-154", 0], "destination": ["obj-163", 0]}},
   {"patchline": {"source": ["obj-150", 2], "destination": ["obj-164", 0]}}
  ]
 }
}
