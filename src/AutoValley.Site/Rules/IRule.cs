using AutoValley.Site.Alarms;

namespace AutoValley.Site.Rules;

/// <summary>Something that must not be on a site. Pure: the same scene gives the same conditions.</summary>
internal interface IRule
{
    /// <summary>Adds the conditions that hold.</summary>
    void Judge(Scene scene, ICollection<Condition> holding);
}
