// Whoever asks for the package with require: it has modules that wait while they are loaded, which require cannot.
throw new Error("mutandis consists of ES modules: import { … } from 'mutandis', or await import('mutandis')");
