//# an input as deep as it may be | completed | inputDeep=64
return JSON.stringify(input).length;
//# an input deeper than it may be | refused | inputDeep=65
return 1;
//# an input five thousand deep | refused | inputDeep=5000
return 1;
//# an input wider than it may be | refused | inputWide=100001
return 1;
//# an input as wide as it may be | completed, cpu | inputWide=99000
return input.length;
//# an input larger than it may be | refused | inputLong=1100000
return 1;
//# an input with a thousand keys of one name | completed | inputSame=1000
return Object.keys(input).length;
//# an input of numbers beyond numbers | completed, refused | input=[1e400,-1e400,1e-400,123456789012345678901234567890]
return input.map(String).join();
//# an input of escapes | completed | input=["\u0000","\ud800","\udc00\ud800","\u005f_proto__"]
return input.length;
//# an input of odd keys | completed | input={"__proto__":1,"constructor":2,"toString":3,"valueOf":4,"then":5,"":6,"0":7,"length":8}
return Object.keys(input).join() + typeof input.toString;
//# an input cut short | refused | input={"a":
return 1;
//# an input with something behind it | refused | input={} {}
return 1;
//# an input with a comment | refused | input={/**/}
return 1;
//# an input with a byte order mark | refused, completed | input=﻿{}
return 1;
//# an input of bytes that are no text | refused | inputBytes=22ff22
return 1;
//# an input of overlong text | refused | inputBytes=22c08022
return 1;
//# an input of bare surrogates in bytes | refused | inputBytes=22eda08022
return 1;
//# an input of nothing | completed, refused | inputBytes=
return typeof input;
//# an input of NaN | refused | input=NaN
return 1;
