// What lies between the operations: released and not yet completed.

import { left } from './tasks.js';

export async function floorWip(ctx) {
  const tasks = await ctx.records.task.find({ where: { state: { in: ['ready', 'running'] } }, orderBy: ['due', 'code'], limit: 1000 });
  const today = ctx.date.today();
  return tasks.map((task) => ({
    code: task.code, orderCode: task.orderCode, itemName: task.itemName, operation: task.operation, workcenter: task.workcenter, state: task.state, due: task.due,
    waiting: left(task), rework: task.rework, hours: ctx.decimal.div(String(Math.max(0, left(task)) * task.standard), '3600000', 1), late: task.due < today,
  }));
}
