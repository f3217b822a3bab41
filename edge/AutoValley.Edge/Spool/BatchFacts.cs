namespace AutoValley.Edge.Spool;

/// <summary>What the spool knows of a batch without reading its payload.</summary>
/// <param name="Sequence">Its number in the session.</param>
/// <param name="Samples">All signals together.</param>
/// <param name="FirstTime">Earliest event time, Unix nanoseconds.</param>
/// <param name="LastTime">Latest event time, Unix nanoseconds.</param>
internal readonly record struct BatchFacts(ulong Sequence, int Samples, long FirstTime, long LastTime);
