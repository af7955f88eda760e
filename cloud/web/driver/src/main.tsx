import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { SWRConfig } from "swr";
import { Router } from "wouter";
import { openCache } from "./api/cache.ts";
import { CacheHolder } from "./api/mutate.ts";
import { App } from "./app.tsx";
import { firstLanguage, LanguageProvider, languages } from "./i18n/language.tsx";
import { registerWorker } from "./sw/register.ts";

const root = document.getElementById("app");
if (!root) throw new Error("the page has no place for the app");
const language = firstLanguage();
const words = await languages[language].load();
registerWorker();
createRoot(root).render(
  <StrictMode>
    <LanguageProvider first={language} words={words}>
      <SWRConfig value={{ provider: openCache, keepPreviousData: true, shouldRetryOnError: true, errorRetryCount: 5 }}>
        <CacheHolder />
        <Router base="/app">
          <App />
        </Router>
      </SWRConfig>
    </LanguageProvider>
  </StrictMode>,
);
