// Written by `npm run page-types` from the OpenAPI document: not to be edited.

export interface AgentSettingsAnswer {
  account: string;
  symbol: string;
  settings: {
    confidence_threshold: {
      /**
       * In force
       */
      value: number;
      /**
       * What the configuration says
       */
      configured: number;
      set_by: 'yaml' | 'person';
      /**
       * Who set it
       */
      by: string | null;
      /**
       * When it was set
       */
      at: number | null;
    };
    risk_per_trade_pct: {
      /**
       * In force
       */
      value: number;
      /**
       * What the configuration says
       */
      configured: number;
      set_by: 'yaml' | 'person';
      /**
       * Who set it
       */
      by: string | null;
      /**
       * When it was set
       */
      at: number | null;
    };
  };
  success: true;
  message?: string;
}
