namespace AutoValley.Site.Alarms;

/// <summary>Where an alarm is in its life (ISA-18.2, the states of an alarm).</summary>
public enum AlarmState
{
    /// <summary>Its condition holds, and nobody acknowledged it (ISA-18.2: unacknowledged).</summary>
    Raised = 1,

    /// <summary>Its condition holds, and a person knows (ISA-18.2: acknowledged).</summary>
    Acknowledged = 2,

    /// <summary>Its condition is gone, and nobody acknowledged it (ISA-18.2: returned to normal, unacknowledged).</summary>
    Cleared = 3,

    /// <summary>Its condition is gone, it is acknowledged, and its kind stays until a person resets it (ISA-18.2: latched, acknowledged).</summary>
    Latched = 4,

    /// <summary>A person put it aside for a time; it calls nobody (ISA-18.2: shelved).</summary>
    Shelved = 5,

    /// <summary>It is over. If its condition comes again, that is another alarm.</summary>
    Closed = 6,
}
