using AutoValley.Telemetry;

namespace AutoValley.Storage.Sealing;

/// <summary>Samples of one series from batches of one session without a hole between their numbers.</summary>
/// <param name="Series">Whose.</param>
/// <param name="Session">Which session sent it.</param>
/// <param name="FirstSequence">Number of the first batch, which may have had other series alone; no batch outside has a number in between.</param>
/// <param name="LastSequence">Number of the last batch, likewise.</param>
/// <param name="Samples">
/// Strictly ascending by time. Columns whose samples have the same times may share the memory of the times, which nobody changes; that
/// of the values is used again once the next column is asked for.
/// </param>
internal sealed record SealedColumn(Series Series, Session Session, ulong FirstSequence, ulong LastSequence, Samples Samples);
