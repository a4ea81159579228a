"""The pages people read. The addresses are those of the design; others rely on them."""

from django.urls import path, register_converter

from reports.converters import DayConverter
from reports.views.action import action, new_action
from reports.views.actions import actions, actions_csv
from reports.views.change import change
from reports.views.commentary import commentary
from reports.views.compare import compare, compare_measure
from reports.views.editions import edition, edition_file, packs, publish
from reports.views.exceptions import exceptions
from reports.views.findings import accept, findings, findings_csv, withdraw_acceptance
from reports.views.health import health
from reports.views.heatmap import heatmap
from reports.views.home import authority_home, home
from reports.views.indicator import figure, indicator, rebase, rebase_withdraw
from reports.views.meetings import meeting, meetings
from reports.views.packs import pack, pack_file
from reports.views.plan import add_plan_action, plan, plan_action, plan_sheet
from reports.views.progress import progress
from reports.views.scorecard import scorecard, values_csv
from reports.views.section import section
from reports.views.summary import summary
from reports.views.targets import target_sheet, targets
from reports.views.template import template
from reports.views.writing import write_of_indicator, write_of_section

register_converter(DayConverter, "day")

urlpatterns = [
    path("", home, name="home"),
    path("compare/", compare, name="compare"),
    path("compare/<slug:measure>/", compare_measure, name="compare-measure"),
    path("<slug:authority>/", authority_home, name="authority"),
    path("<slug:authority>/scorecard/", scorecard, name="scorecard"),
    path("<slug:authority>/values.csv", values_csv, name="values-csv"),
    path("<slug:authority>/targets/", targets, name="targets"),
    path("<slug:authority>/targets/sheet.xlsx", target_sheet, name="target-sheet"),
    path("<slug:authority>/template.xlsx", template, name="template"),
    path("<slug:authority>/indicators/<slug:slug>/", indicator, name="indicator"),
    path("<slug:authority>/indicators/<slug:slug>/rebases/", rebase, name="rebase"),
    path("<slug:authority>/indicators/<slug:slug>/rebases/<int:pk>/withdraw/", rebase_withdraw, name="rebase-withdraw"),
    path("<slug:authority>/indicators/<slug:slug>/commentary/", write_of_indicator, name="indicator-commentary"),
    path("<slug:authority>/indicators/<slug:slug>/<str:period>/", figure, name="figure"),
    path("<slug:authority>/change/", change, name="change"),
    path("<slug:authority>/heatmap/", heatmap, name="heatmap"),
    path("<slug:authority>/sections/<slug:slug>/", section, name="section"),
    path("<slug:authority>/sections/<slug:slug>/commentary/", write_of_section, name="section-commentary"),
    path("<slug:authority>/actions/", actions, name="actions"),
    path("<slug:authority>/actions.csv", actions_csv, name="actions-csv"),
    path("<slug:authority>/actions/new/", new_action, name="add-action"),
    path("<slug:authority>/actions/<slug:slug>/", action, name="action"),
    path("<slug:authority>/exceptions/", exceptions, name="exceptions"),
    path("<slug:authority>/plan/", plan, name="plan"),
    path("<slug:authority>/plan/sheet.xlsx", plan_sheet, name="plan-sheet"),
    path("<slug:authority>/plan/new/", add_plan_action, name="add-plan-action"),
    path("<slug:authority>/plan/<slug:slug>/", plan_action, name="plan-action"),
    path("<slug:authority>/progress/", progress, name="progress"),
    path("<slug:authority>/commentary/", commentary, name="commentary"),
    path("<slug:authority>/summary/", summary, name="summary"),
    path("<slug:authority>/meetings/", meetings, name="meetings"),
    path("<slug:authority>/meetings/<day:held_on>/", meeting, name="meeting"),
    path("<slug:authority>/packs/", packs, name="packs"),
    path("<slug:authority>/packs/<str:period>/", pack, name="pack"),
    path("<slug:authority>/packs/<str:period>/pack.<slug:form>", pack_file, name="pack-file"),
    path("<slug:authority>/packs/<str:period>/publish/", publish, name="publish-pack"),
    path("<slug:authority>/packs/<str:period>/<int:number>/", edition, name="edition"),
    path("<slug:authority>/packs/<str:period>/<int:number>/pack.<slug:form>", edition_file, name="edition-file"),
    path("<slug:authority>/findings/", findings, name="findings"),
    path("<slug:authority>/findings.csv", findings_csv, name="findings-csv"),
    path("<slug:authority>/findings/accept/", accept, name="accept-findings"),
    path("<slug:authority>/findings/accepted/<int:pk>/withdraw/", withdraw_acceptance, name="withdraw-acceptance"),
    path("<slug:authority>/health/", health, name="health"),
]
