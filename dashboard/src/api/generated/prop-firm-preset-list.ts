// Written by `npm run page-types` from the OpenAPI document: not to be edited.
import type { PropFirmPreset } from './prop-firm-preset.ts';

export interface PropFirmPresetList {
  success: true;
  presets: PropFirmPreset[];
  /**
   * Files that are no presets
   */
  problems: string[];
}
