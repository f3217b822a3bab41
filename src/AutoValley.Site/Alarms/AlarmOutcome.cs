namespace AutoValley.Site.Alarms;

/// <summary>What became of a person's action on an alarm.</summary>
public enum AlarmOutcome
{
    /// <summary>There is a change to apply.</summary>
    Done,

    /// <summary>No alarm in memory has this id.</summary>
    NotFound,

    /// <summary>The person's name is empty, too long or has control characters.</summary>
    BadPerson,

    /// <summary>The note is too long or has control characters.</summary>
    BadNote,

    /// <summary>Shelving needs a reason.</summary>
    NoReason,

    /// <summary>The time it would be put aside until is not after now, or too far away.</summary>
    BadUntil,

    /// <summary>The alarm's state does not allow it.</summary>
    WrongState,
}
