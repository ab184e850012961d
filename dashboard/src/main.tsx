import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import './design/tokens.css';
import './design/base.css';
import './design/parts.css';
import { App } from './app.tsx';
import { applyTheme } from './design/theme.ts';
import { startPage } from './start-page.ts';

const root = document.getElementById('page');
if (root === null) throw new Error('index.html has no element with the id page');
applyTheme();
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
void startPage();
