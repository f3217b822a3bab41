namespace AutoValley.Storage.Maintenance;

/// <summary>How far verification is.</summary>
/// <param name="File">What is being read, or was read last: a path in the store's folder.</param>
/// <param name="Finding">What was found; null when the step only tells how far it is.</param>
/// <param name="SoFar">What was read so far.</param>
public sealed record VerifyStep(string File, Finding? Finding, VerifyTotals SoFar);

/// <summary>What verification read.</summary>
/// <param name="Files">Files that were read to their end, or as far as they could be.</param>
/// <param name="Chunks">Chunks, damaged ones included.</param>
/// <param name="Samples">Samples that were decoded.</param>
/// <param name="Records">Records of the journal.</param>
/// <param name="Findings">What was found damaged.</param>
public sealed record VerifyTotals(long Files, long Chunks, long Samples, long Records, long Findings);
