namespace AutoValley.Storage.Journal;

/// <summary>What the journal's writer tells the store, on its own thread and in order.</summary>
internal interface IJournalListener
{
    /// <summary>The group's records are durable. Whoever waits for them goes on after this.</summary>
    void Committed(CommitGroup group);

    /// <summary>The group's records are not in the journal and will not be.</summary>
    void Failed(CommitGroup group);

    /// <summary>A segment may be sealed.</summary>
    void Closed(JournalSegment segment);
}
