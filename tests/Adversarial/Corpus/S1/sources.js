//# BigInt literal | notAdmitted
return 1n;
//# BigInt literal in hex | notAdmitted
return 0xFFn;
//# dynamic import | notAdmitted
return await import('./main.js');
//# with | notAdmitted
with ({}) { x; }
export function f() {}
//# top-level await | notAdmitted
await 1;
export function f() {}
//# import.meta | notAdmitted
export const f = () => import.meta.url;
//# import of a built-in module | notAdmitted
import fs from 'node:fs';
export const f = () => fs;
//# import by address | notAdmitted
import x from 'https://example.org/x.js';
export const f = () => x;
//# import above the package | notAdmitted
import x from '../../main.js';
export const f = () => x;
//# debugger | notAdmitted
debugger;
//# a source that is no program | notAdmitted
return (;
//# html-like comments | notAdmitted, completed
<!-- x
export const f = () => 1;
//# brackets nested fifty thousand deep | notAdmitted | repeat=50000§[§]
export const f = () => REPEAT;
//# parentheses nested fifty thousand deep | notAdmitted | repeat=50000§(§)
export const f = () => REPEAT;
//# blocks nested | notAdmitted | repeat=50000§{§}
export const f = () => { REPEAT };
//# unary chain | notAdmitted | repeat=60000§!§
export const f = () => REPEAT 1;
//# arrow chain | notAdmitted | repeat=50000§a=>§
export const f = REPEAT 1;
//# new chain | notAdmitted | repeat=50000§new §
export const f = () => REPEAT Map;
//# a chain of additions | notAdmitted | repeat=100000§1+§
export const f = () => REPEAT 1;
//# a chain of member reads | notAdmitted | repeat=100000§.a§
export const f = (a) => a REPEAT;
//# a chain of calls | notAdmitted | repeat=100000§()§
export const f = (a) => a REPEAT;
//# templates in templates | notAdmitted | repeat=20000§`${§}`
export const f = () => REPEAT;
//# tiny classes | notAdmitted | repeat=20000§;class{}§
export const f = () => 1 REPEAT;
//# more nodes than allowed | notAdmitted | repeat=60001§;1§
export const f = () => 1 REPEAT;
//# more source than allowed | notAdmitted | repeat=300000§ §
export const f = () => 1; REPEAT
//# a comment of the whole size | completed | repeat=200000§x§
/* REPEAT */ export const f = () => 1;
//# a string of the whole size | completed | repeat=200000§x§
export const f = () => 'REPEAT'.length;
//# object destructuring nested | notAdmitted, threw | repeat=5000§{a:§}
export const f = (REPEAT) => 1;
//# if else chain | notAdmitted, completed | repeat=9000§if(0);else §
export const f = () => { REPEAT return 1; };
//# many parameters | completed, notAdmitted, threw | repeat=20000§a,§
export const f = (...[REPEAT b]) => 1;
//# a switch of ten thousand cases | completed, notAdmitted | repeat=10000§case 0:;§
export const f = () => { switch (1) { REPEAT } return 1; };
//# regular expression with a bad body | notAdmitted, threw
export const f = () => /(/;
//# regular expression literals nested | notAdmitted, threw, completed | repeat=5000§(§)
export const f = () => /REPEAT/.source.length;
