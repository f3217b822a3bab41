using AutoValley.Storage;

namespace AutoValley.Server.Ingest;

/// <summary>An outcome; what was wrong, for people, where something was refused; the session of a batch that was not.</summary>
internal readonly record struct AcceptResult(AcceptOutcome Outcome, string Detail = "", Session? Session = null);
