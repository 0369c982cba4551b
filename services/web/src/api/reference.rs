//! Reference data: the municipalities and the catalogue, from the register that the server validates with.

use ::api::{
    answers::{
        BuildingBlockItem, CatalogueAnswer, CategoryItem, Municipalities, MunicipalityAnswer,
        MunicipalityItem, MunicipalityLink, PartyKindItem, RemedyItem, SuccessionItem,
    },
    links,
    parameters::{FileParameters, LinkParameters as _},
};
use axum::response::Response;
use httpd::{MediaType, PagingParameters};
use jiff::civil::Date;
use model::PartyKind;
use register::{CodeKind, Municipality, MunicipalityId, Register, Successor};

use super::{answer, file::TableFile};
use crate::{problem::WebProblem, read_request::ReadRequest};

/// Returns every municipality.
pub(crate) async fn municipalities(request: ReadRequest) -> Result<Response, WebProblem> {
    let (file, today) = (unparameterised(&request)?, request.app.now().day());
    let answer = list(request.app.register(), today);
    let response = answer::reference("municipalities", &answer, &file, today)?;
    Ok(request.unless_known(response).await)
}

/// Returns one municipality by a division.
pub(crate) async fn municipality(request: ReadRequest) -> Result<Response, WebProblem> {
    request.accept(&[MediaType::Json])?;
    let (register, now) = (request.app.register(), request.app.now());
    let code = request.parameter.as_deref().unwrap_or_default();
    let id = register.find_municipality(code);
    let id = id.ok_or_else(WebProblem::no_such_municipality)?;
    let division = questions::parse_division(&request.pairs()?, now).map_err(WebProblem::keys)?;
    let response = answer::body(&one(id, register, division))?;
    Ok(request.unless_known(response).await)
}

/// Returns the catalogue.
pub(crate) async fn catalogue(request: ReadRequest) -> Result<Response, WebProblem> {
    let (file, today) = (unparameterised(&request)?, request.app.now().day());
    let answer = codes(request.app.register());
    let response = answer::reference("catalogue", &answer, &file, today)?;
    Ok(request.unless_known(response).await)
}

/// Returns as what a table is asked for, by a link without any other parameters.
fn unparameterised(request: &ReadRequest) -> Result<TableFile, WebProblem> {
    let file = TableFile::new(request)?;
    let names = FileParameters::names();
    file.checked(PagingParameters::from_pairs(&file.of_table, names))?;
    Ok(file)
}

fn list(register: &Register, today: Date) -> Municipalities {
    let items = register.municipalities();
    Municipalities {
        version: register.version().to_owned(),
        items: items
            .map(|(id, municipality)| item(id, municipality, register, today))
            .collect(),
    }
}

fn one(id: MunicipalityId, register: &Register, division: Date) -> MunicipalityAnswer {
    let municipality = register.municipality(id);
    let counts_with = register.successor_on(id, division).municipality;
    let counts_with = register.municipality(counts_with);
    MunicipalityAnswer {
        link: links::municipality(&municipality.code),
        division,
        counts_with: MunicipalityLink {
            code: counts_with.code.clone(),
            href: links::municipality(&counts_with.code),
            name: counts_with.name.clone(),
        },
        municipality: item(id, municipality, register, division),
    }
}

fn item(
    id: MunicipalityId,
    municipality: &Municipality,
    register: &Register,
    today: Date,
) -> MunicipalityItem {
    let ended = municipality.valid_until.filter(|until| *until <= today);
    let sized_on = ended
        .and_then(|until| until.yesterday().ok())
        .unwrap_or(today);
    let size = register.size_class(id, sized_on);
    let province = register.province(municipality.province);
    let predecessors = register.predecessors(id).into_iter();
    let successors = municipality.successors.iter();
    MunicipalityItem {
        code: municipality.code.clone(),
        href: links::municipality(&municipality.code),
        name: municipality.name.clone(),
        province: province.code.clone(),
        province_name: province.name.clone(),
        size_class: size.map(|size| size.to_string()),
        valid_from: municipality.valid_from,
        valid_until: municipality.valid_until,
        former_names: register
            .former_names(id)
            .into_iter()
            .map(str::to_owned)
            .collect(),
        other_names: register.other_names(CodeKind::Municipality, &municipality.code),
        predecessors: predecessors
            .map(|(from, successor)| succession(from, &successor, register))
            .collect(),
        successors: successors
            .map(|successor| succession(successor.into, successor, register))
            .collect(),
    }
}

/// Returns a municipality before or after another; `id` is the other end of the succession.
fn succession(id: MunicipalityId, successor: &Successor, register: &Register) -> SuccessionItem {
    let municipality = register.municipality(id);
    SuccessionItem {
        code: municipality.code.clone(),
        href: links::municipality(&municipality.code),
        name: municipality.name.clone(),
        on: successor.on,
        kind: successor.kind.code().to_owned(),
        main: successor.is_main,
        area_share: successor.area_share,
    }
}

fn codes(register: &Register) -> CatalogueAnswer {
    let catalogue = register.catalogue();
    let categories = catalogue.categories().iter().map(|one| CategoryItem {
        code: one.code.clone(),
        name: one.nl.clone(),
        name_en: one.en.clone(),
        from_article: one.from_article.clone(),
    });
    let building_blocks = catalogue.building_blocks().iter();
    let building_blocks = building_blocks.map(|one| BuildingBlockItem {
        code: one.code.clone(),
        name: one.name.clone(),
    });
    let remedies = catalogue.remedies().iter().map(|one| RemedyItem {
        code: one.code.clone(),
        name: one.nl.clone(),
        name_en: one.en.clone(),
    });
    let party_kinds = PartyKind::ALL.into_iter().map(|kind| PartyKindItem {
        code: kind,
        name: texts::terms::party_kind(kind).to_owned(),
    });
    CatalogueAnswer {
        version: catalogue.version().to_owned(),
        categories: categories.collect(),
        building_blocks: building_blocks.collect(),
        remedies: remedies.collect(),
        party_kinds: party_kinds.collect(),
    }
}
