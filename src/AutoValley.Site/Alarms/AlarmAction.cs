namespace AutoValley.Site.Alarms;

/// <summary>What made a transition.</summary>
public enum AlarmAction
{
    /// <summary>The condition held for its on-delay.</summary>
    Raise = 1,

    /// <summary>The condition was gone for its off-delay.</summary>
    Clear = 2,

    /// <summary>A person acknowledged it.</summary>
    Acknowledge = 3,

    /// <summary>A person reset a latched one.</summary>
    Reset = 4,

    /// <summary>A person put it aside until a time.</summary>
    Shelve = 5,

    /// <summary>A person took it back.</summary>
    Unshelve = 6,

    /// <summary>The time it was put aside for is over.</summary>
    Expire = 7,

    /// <summary>It concerns another organisation too.</summary>
    Extend = 8,

    /// <summary>It was closed to make room: its condition is gone, and there were as many alarms as may be.</summary>
    Evict = 9,
}
