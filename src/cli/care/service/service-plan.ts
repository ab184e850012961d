import { launchdPlan } from './launchd.ts';
import type { ServicePlan, ServicePlatform, ServiceSpec } from './service-spec.ts';
import { systemdPlan } from './systemd.ts';
import { windowsPlan } from './windows-task.ts';

/** Where and as whom the service is installed. */
export interface ServiceHome {
  readonly home: string;
  readonly uid: number;
}

/** How the service manager of a platform is told of the program. */
export function servicePlan(
  platform: ServicePlatform,
  spec: ServiceSpec,
  { home, uid }: ServiceHome,
): ServicePlan {
  switch (platform) {
    case 'linux':
      return systemdPlan(spec, home);
    case 'macos':
      return launchdPlan(spec, home, uid);
    case 'windows':
      return windowsPlan(spec, home);
  }
}

/** The platform that this is; undefined where none of the known service managers runs. */
export function thisPlatform(platform: string = process.platform): ServicePlatform | undefined {
  const known: Readonly<Record<string, ServicePlatform>> = {
    linux: 'linux',
    darwin: 'macos',
    win32: 'windows',
  };
  return known[platform];
}
