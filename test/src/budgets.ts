import type { Reporter, TestModule } from 'vitest/node';

/**
 * Seconds that the tests of each project may take in all, files that ran side by side added up: about twice what they
 * take on two cores. The whole must stay so short that nobody hesitates to run it.
 */
const budgets: Record<string, number> = { unit: 30, web: 15, db: 120, wire: 300, browser: 500 };

/** Says after each run what its projects took; in CI, where a project has outgrown its budget, the run fails. */
export class Budgets implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const taken = new Map<string, number>();
    for (const module of modules) {
      const { collectDuration, duration } = module.diagnostic();
      const sum = taken.get(module.project.name) ?? 0;
      taken.set(module.project.name, sum + (collectDuration + duration) / 1000);
    }
    for (const [project, seconds] of taken) {
      const budget = budgets[project] ?? 0;
      const over = seconds > budget;
      console.log(
        `${project.padStart(8)}: ${seconds.toFixed(0)} s of ${budget} s${over ? ', over its budget' : ''}`,
      );
      if (over && process.env['CI']) process.exitCode = 1;
    }
  }
}
