import type { Command } from 'commander';
import { type Config, loadConfig } from '../config.ts';

export type GlobalOptions = { config?: string; data?: string };

/** `--config` and `--data`, which nearly every command has. */
export function withConfig(command: Command): Command {
  return command
    .option('-c, --config <file>', 'configuration (default: jishi.yaml in this folder, if there is one)')
    .option('-d, --data <folder>', 'data folder (default: ./data, or what the configuration says)');
}

export function configOf({ config, data }: GlobalOptions): Config {
  return loadConfig({ file: config, data });
}
