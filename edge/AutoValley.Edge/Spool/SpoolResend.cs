namespace AutoValley.Edge.Spool;

/// <summary>What is sent again from the archive.</summary>
/// <param name="Batches">Durable batches that wait again.</param>
/// <param name="Samples">Their samples, those outside the span asked for included: a batch goes as a whole.</param>
internal readonly record struct SpoolResend(int Batches, long Samples);
