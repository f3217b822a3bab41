namespace AutoValley.Telemetry.Tests.Fuzzing;

/// <summary>A reader did what it must not do.</summary>
internal sealed class FuzzFailureException(string message, Exception? inner = null) : Exception(message, inner);
