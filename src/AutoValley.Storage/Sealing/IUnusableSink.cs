using AutoValley.Storage.Journal;

namespace AutoValley.Storage.Sealing;

/// <summary>Takes what turns out to be unusable at sealing.</summary>
internal interface IUnusableSink
{
    /// <param name="record">Its batch.</param>
    /// <param name="place">Which part of it.</param>
    /// <param name="reason">One word.</param>
    /// <param name="detail">For people.</param>
    void Add(JournalRecord record, string place, string reason, string detail);
}
