// The bundler takes style sheets in; for the compiler they hold nothing.
declare module "*.css";
